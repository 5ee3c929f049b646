import QtQuick
import "../theme"

// A receipt sliding out of its slot, and lying there to be taken.
Item {
    id: root

    property bool printed: false
    property real size: 34 * Theme.mm  // height in pixels

    implicitWidth: Math.round(size * 0.92)
    implicitHeight: Math.round(size)

    Rectangle {
        width: parent.width
        height: root.size * 0.2
        radius: height / 3
        color: Theme.ink

        Rectangle {
            anchors.centerIn: parent
            width: parent.width * 0.8
            height: Math.max(3, root.size * 0.035)
            radius: height / 2
            color: root.printed ? Theme.lit : Theme.unlit
        }
    }
    Item {
        // from the slot's mouth downwards the paper is seen
        y: root.size * 0.1
        width: parent.width
        height: parent.height - y
        clip: true

        Drawing {
            anchors.horizontalCenter: parent.horizontalCenter
            y: (root.printed ? 0 : -0.8) * root.size
            width: Math.round(root.size * 0.64)
            height: Math.round(root.size * 0.86)
            name: "receipt"

            Behavior on y {
                enabled: root.visible
                NumberAnimation { duration: 900; easing.type: Easing.OutQuad }
            }
        }
    }
}
