import QtQuick
import "../theme"

// The slot of the acceptor with a note before it: shows how to put one in, and follows the one that is moving.
Item {
    id: root

    property string moving  // "", checking, stacking, returning: how far the note on its way is
    property string yuan  // its value as far as known
    property bool accepting: false
    property real size: 34 * Theme.mm  // height in pixels
    readonly property real outside: 0
    readonly property real half: size * 0.22
    readonly property real inside: size * 0.62

    implicitWidth: Math.round(size * 1.5)
    implicitHeight: Math.round(size)
    clip: true

    NotePicture {
        id: note
        anchors.horizontalCenter: parent.horizontalCenter
        visible: root.moving !== "" || root.accepting
        size: root.size * 0.5
        yuan: root.moving === "" ? "100" : root.yuan
        y: root.outside
        state: root.moving

        states: [
            State { name: "checking"; PropertyChanges { note.y: root.half } },
            State { name: "stacking"; PropertyChanges { note.y: root.inside } },
            State { name: "returning"; PropertyChanges { note.y: root.outside } }
        ]
        transitions: Transition {
            to: "checking,stacking,returning"
            NumberAnimation { property: "y"; duration: 350; easing.type: Easing.InOutQuad }
        }
        // nobody has put anything in yet: show how, every few seconds
        SequentialAnimation on y {
            running: root.visible && root.accepting && root.moving === ""
            loops: Animation.Infinite
            onStopped: note.y = Qt.binding(() => root.moving === "checking" ? root.half : root.moving === "stacking" ? root.inside : root.outside)

            PauseAnimation { duration: 1500 }
            NumberAnimation { from: root.outside; to: root.inside; duration: 900; easing.type: Easing.InOutQuad }
            PauseAnimation { duration: 500 }
            PropertyAction { value: root.outside }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        height: root.size * 0.46
        radius: Theme.radius
        color: Theme.ink

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.2
            width: root.size * 1.1
            height: Math.max(3, parent.height * 0.13)
            radius: height / 2
            color: root.accepting || root.moving !== "" ? "#5FD39B" : "#7C8798"
        }
    }
}
