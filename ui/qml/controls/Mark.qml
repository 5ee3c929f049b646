import QtQuick
import "../theme"

// A round sign whose shape, not only its colour, tells the state: tick, exclamation mark, hourglass dots, cross.
Rectangle {
    id: root

    property string state_: "done"  // done, waiting, later, failed, skipped, alert
    property int size: Math.round(Theme.body * 1.15)

    implicitWidth: size
    implicitHeight: size
    radius: size / 2
    color: state_ === "done" ? Theme.good : state_ === "failed" ? Theme.bad : state_ === "later" || state_ === "alert" ? Theme.warn : Theme.card
    border.width: Math.max(2, Theme.line)
    border.color: state_ === "done" ? Theme.good : state_ === "failed" ? Theme.bad : state_ === "later" || state_ === "alert" ? Theme.warn : Theme.inkSoft

    Text {
        anchors.centerIn: parent
        visible: root.state_ !== "waiting"
        text: ({"done": "✓", "failed": "!", "later": "→", "skipped": "—"})[root.state_] ?? "!"
        textFormat: Text.PlainText
        color: root.state_ === "skipped" ? Theme.inkSoft : Theme.card
        font.pixelSize: Math.round(root.size * 0.66)
        font.weight: Font.Bold
    }
    Rectangle {
        // work in progress: a dot that goes round, once in two seconds
        id: dot
        readonly property real turn: root.size * 0.28

        visible: root.state_ === "waiting"
        width: root.size * 0.22
        height: width
        radius: width / 2
        color: Theme.accent
        x: root.size / 2 - width / 2 + turn * Math.cos(angle)
        y: root.size / 2 - width / 2 + turn * Math.sin(angle)
        property real angle: 0

        Timer {
            running: dot.visible
            repeat: true
            interval: 125
            onTriggered: dot.angle += Math.PI / 8
        }
    }
}
