import QtQuick
import "../theme"

// A round sign whose shape, not only its colour, tells the state: tick, exclamation mark, a dot going round, arrow, dash.
// A tick is drawn from left to right when its work gets done.
Rectangle {
    id: root

    property string state_: "done"  // done, waiting, later, failed, skipped, alert
    property int size: Math.round(Theme.body * 1.15)
    property real drawn: 1  // of the sign, from the left
    readonly property color paint: ({"done": Theme.good, "failed": Theme.bad, "later": Theme.warn, "alert": Theme.warn})[state_] ?? Theme.card
    readonly property bool open: state_ === "waiting" || state_ === "skipped"

    implicitWidth: size
    implicitHeight: size
    radius: size / 2
    color: paint
    border.width: open ? Math.max(2, Math.round(size * 0.06)) : 0
    border.color: state_ === "waiting" ? Theme.unlit : Theme.inkSoft
    onState_Changed: if (state_ === "done" && visible) draw.restart()

    Text {
        x: Math.round((root.size - implicitWidth) / 2)
        width: Math.max(0, root.size * root.drawn - x)
        height: root.size
        clip: root.drawn < 1
        verticalAlignment: Text.AlignVCenter
        visible: root.state_ !== "waiting"
        text: ({"done": "✓", "failed": "!", "later": "→", "skipped": "—"})[root.state_] ?? "!"
        textFormat: Text.PlainText
        color: root.open ? Theme.inkSoft : Theme.card
        font.pixelSize: Math.max(1, Math.round(root.size * 0.62))
        font.weight: Font.Bold
    }
    NumberAnimation {
        id: draw
        target: root
        property: "drawn"
        from: 0
        to: 1
        duration: 350
        easing.type: Easing.OutQuad
    }
    Rectangle {
        // work in progress: a dot that goes round, once in two seconds
        id: dot
        readonly property real turn: root.size / 2 - root.border.width - width / 2 - 1
        property real angle: -Math.PI / 2

        visible: root.state_ === "waiting"
        width: Math.max(4, root.size * 0.24)
        height: width
        radius: width / 2
        color: Theme.accent
        x: root.size / 2 - width / 2 + turn * Math.cos(angle)
        y: root.size / 2 - width / 2 + turn * Math.sin(angle)

        Timer {
            running: dot.visible
            repeat: true
            interval: 62
            onTriggered: dot.angle += Math.PI / 16
        }
    }
}
