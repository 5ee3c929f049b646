import QtQuick
import "../theme"

// The slot of the acceptor, from above: shows once how to put a note in, and follows the one that is moving.
Item {
    id: root

    property string moving  // "", checking, stacking, returning: how far the note on its way is
    property string yuan  // its value as far as known
    property bool accepting: false
    property bool hint: false  // nobody has put anything in yet
    property real size: 34 * Theme.mm  // height in pixels
    readonly property bool showing: hint && accepting && moving === ""
    readonly property real outside: 0
    readonly property real half: size * 0.2
    readonly property real inside: size * 0.56

    implicitWidth: Math.round(size * 1.4)
    implicitHeight: Math.round(size)

    Item {
        // the note is seen down to the slot's mouth, and no farther
        width: parent.width
        height: mouth.y + body.y + mouth.height / 2
        clip: true

        NotePicture {
            id: note
            anchors.horizontalCenter: parent.horizontalCenter
            visible: root.moving !== "" || root.showing
            size: root.size * 0.52
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
            SequentialAnimation on y {
                running: root.visible && root.showing
                loops: Animation.Infinite
                onStopped: note.y = Qt.binding(() => root.moving === "checking" ? root.half : root.moving === "stacking" ? root.inside : root.outside)

                PauseAnimation { duration: 1500 }
                NumberAnimation { from: root.outside; to: root.inside; duration: 900; easing.type: Easing.InOutQuad }
                PauseAnimation { duration: 500 }
                PropertyAction { value: root.outside }
            }
        }
    }
    Rectangle {
        id: body
        anchors.bottom: parent.bottom
        width: parent.width
        height: root.size * 0.46
        z: -1
        radius: Theme.radius
        color: Theme.ink

        Rectangle {
            id: mouth
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.24
            width: root.size * 1.14
            height: Math.max(4, Math.round(root.size * 0.07))
            radius: height / 2
            color: root.accepting || root.moving !== "" ? Theme.lit : Theme.unlit
        }
        Rectangle {
            // the tray in front of the mouth
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.62
            width: root.size * 0.5
            height: Math.max(2, Math.round(root.size * 0.025))
            radius: height / 2
            color: Theme.inkSoft
        }
    }
}
