pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A lock, or a message on a telephone.
Item {
    id: root

    property bool byText: false
    property color paint: Theme.accent
    readonly property real unit: Math.min(width, height) / 20

    Rectangle {
        // the shackle
        visible: !root.byText
        anchors.horizontalCenter: parent.horizontalCenter
        y: 2 * root.unit
        width: 9 * root.unit
        height: 12 * root.unit
        radius: width / 2
        color: "transparent"
        border.width: 1.8 * root.unit
        border.color: root.paint
    }
    Rectangle {
        visible: !root.byText
        anchors.horizontalCenter: parent.horizontalCenter
        y: 8.5 * root.unit
        width: 15 * root.unit
        height: 10 * root.unit
        radius: 2 * root.unit
        color: root.paint

        Rectangle {
            anchors.centerIn: parent
            width: 2.6 * root.unit
            height: 4.6 * root.unit
            radius: width / 2
            color: Theme.card
        }
    }
    Rectangle {
        visible: root.byText
        x: 2 * root.unit
        y: root.unit
        width: 10 * root.unit
        height: 18 * root.unit
        radius: 2 * root.unit
        color: Theme.ink

        Rectangle {
            anchors.fill: parent
            anchors.margins: root.unit
            radius: 1.2 * root.unit
            color: Theme.accentSoft
        }
    }
    Rectangle {
        visible: root.byText
        x: 6 * root.unit
        y: 4.5 * root.unit
        width: 13 * root.unit
        height: 7.5 * root.unit
        radius: 2 * root.unit
        color: root.paint

        Row {
            anchors.centerIn: parent
            spacing: 1.2 * root.unit

            Repeater {
                model: 3

                Rectangle {
                    width: 1.8 * root.unit
                    height: width
                    radius: width / 2
                    color: Theme.card
                }
            }
        }
    }
}
