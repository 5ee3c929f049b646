pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A receipt coming out of its slot, and lying there to be taken.
Item {
    id: root

    property bool printed: false
    property real size: 34 * Theme.mm

    implicitWidth: Math.round(size * 0.8)
    implicitHeight: Math.round(size)
    clip: true

    Rectangle {
        id: paper
        anchors.horizontalCenter: parent.horizontalCenter
        y: (root.printed ? 0.16 : -0.42) * root.size
        width: root.size * 0.56
        height: root.size * 0.8
        color: Theme.card
        border.width: Theme.line
        border.color: Theme.inkSoft

        Behavior on y {
            NumberAnimation { duration: 900 }
        }
        Column {
            anchors.centerIn: parent
            spacing: root.size * 0.06

            Repeater {
                model: 5

                Rectangle {
                    required property int index

                    width: root.size * (index === 4 ? 0.2 : 0.38)
                    height: Math.max(2, root.size * 0.035)
                    color: index === 0 ? Theme.accent : Theme.inkSoft
                }
            }
        }
    }
    Rectangle {
        width: parent.width
        height: root.size * 0.16
        radius: height / 3
        color: Theme.ink
    }
}
