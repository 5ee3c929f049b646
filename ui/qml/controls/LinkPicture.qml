pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Why nobody hears a device: the plug is out of it, or it is in and nothing comes.
Item {
    id: root

    property string link: "unplugged"  // unplugged, silent
    readonly property bool out: link === "unplugged"

    implicitWidth: Math.round(26 * Theme.mm)
    implicitHeight: Math.round(9 * Theme.mm)

    Rectangle {
        // the cable, and the plug at its end
        id: cable
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width * (root.out ? 0.24 : 0.36)
        height: Math.max(3, Math.round(0.9 * Theme.mm))
        color: Theme.inkSoft

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            x: parent.width
            width: Math.round(4 * Theme.mm)
            height: Math.round(4.4 * Theme.mm)
            radius: Theme.line
            color: Theme.inkSoft
        }
        Repeater {
            model: root.out ? 2 : 0

            Rectangle {
                required property int index

                x: cable.width + Math.round(4 * Theme.mm)
                y: (index ? 1 : -1) * Math.round(1.1 * Theme.mm) + (cable.height - height) / 2
                width: Math.round(1.8 * Theme.mm)
                height: Math.max(2, Math.round(0.8 * Theme.mm))
                color: Theme.inkSoft
            }
        }
    }
    Rectangle {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(11 * Theme.mm)
        height: parent.height
        radius: Math.round(1.4 * Theme.mm)
        color: Theme.card
        border.width: 2 * Theme.line
        border.color: Theme.bad

        Row {
            anchors.centerIn: parent
            spacing: Math.round(1.2 * Theme.mm)

            Repeater {
                model: root.out ? 0 : 3

                Rectangle {
                    width: Math.round(1.5 * Theme.mm)
                    height: width
                    radius: width / 2
                    color: Theme.bad
                }
            }
        }
    }
}
