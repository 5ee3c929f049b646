pragma ComponentBehavior: Bound

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

        Rectangle {
            id: paper
            anchors.horizontalCenter: parent.horizontalCenter
            y: (root.printed ? 0 : -0.8) * root.size
            width: root.size * 0.64
            height: root.size * 0.86
            color: Theme.card
            border.width: Theme.line
            border.color: Theme.edge

            Behavior on y {
                enabled: root.visible
                NumberAnimation { duration: 900; easing.type: Easing.OutQuad }
            }
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                y: root.size * 0.07
                visible: paper.y > -0.2 * root.size
                text: "¥"
                textFormat: Text.PlainText
                color: Theme.accent
                font.pixelSize: Math.round(root.size * 0.24)
                font.weight: Font.Bold
            }
            Column {
                anchors.horizontalCenter: parent.horizontalCenter
                y: root.size * 0.44
                spacing: root.size * 0.065

                Repeater {
                    model: [0.44, 0.44, 0.28]

                    Rectangle {
                        required property real modelData

                        width: root.size * modelData
                        height: Math.max(2, root.size * 0.035)
                        radius: height / 2
                        color: Theme.track
                    }
                }
            }
        }
    }
}
