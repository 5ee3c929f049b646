import QtQuick
import "../theme"

// What every key is: a top that stands a little above its ground. It goes down at once when pressed, and acts on release
// inside, so that sliding off takes it back. What is on it is added by ``PressButton`` and ``PictureButton``; a page has
// dozens of keys, so each is as few items as it can be.
Item {
    id: root

    property string kind: "plain"  // plain, primary, soft
    property bool main: false
    property alias pressed: area.pressed
    readonly property bool down: area.pressed || rising.running
    readonly property bool primary: kind === "primary"
    readonly property int depth: enabled ? Theme.depth : 0
    readonly property real middle: (down ? depth : -depth) / 2  // of the top, from the middle of the whole
    readonly property color words: !enabled ? Theme.offWords : primary ? Theme.accentWords : kind === "soft" ? Theme.accent : Theme.ink
    readonly property color side: primary ? Theme.accentPressed : kind === "soft" ? Theme.accent : Theme.edge
    signal tapped

    Rectangle {
        // the side of the key, as much as is seen of it below its top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: 2 * radius
        radius: Theme.radius
        visible: root.depth > 0 && !root.down
        color: root.side
    }
    Rectangle {
        anchors.fill: parent
        anchors.topMargin: root.down ? root.depth : 0
        anchors.bottomMargin: root.down ? 0 : root.depth
        radius: Theme.radius
        color: !root.enabled ? Theme.off : root.primary ? (root.down ? Theme.accentPressed : Theme.accent)
               : root.down ? Theme.pressed : root.kind === "soft" ? Theme.accentSoft : Theme.card
        border.width: root.primary || !root.enabled ? 0 : Theme.line
        border.color: root.side
    }
    MouseArea {
        id: area
        anchors.fill: parent
        onReleased: if (containsMouse) rising.start()
        onClicked: root.tapped()
    }
    Timer {
        // it comes up a moment later: a short tap is seen, and no time goes into painting a key of a page that is leaving
        id: rising
        interval: 60
    }
}
