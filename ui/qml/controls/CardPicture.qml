pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A bank card as people know it, of no bank: a chip, a row of dots where the number would be.
Rectangle {
    id: root

    property real size: 14 * Theme.mm  // height in pixels

    implicitWidth: Math.round(size * 1.58)
    implicitHeight: Math.round(size)
    radius: Math.round(size * 0.1)
    color: Theme.accentGlow
    border.width: Math.max(1, Math.round(size * 0.025))
    border.color: Theme.card

    Rectangle {
        x: root.size * 0.16
        y: root.size * 0.26
        width: root.size * 0.3
        height: root.size * 0.24
        radius: height * 0.2
        color: Theme.demo
    }
    Row {
        x: root.size * 0.16
        y: root.size * 0.68
        spacing: root.size * 0.055

        Repeater {
            model: 12

            Rectangle {
                required property int index

                width: root.size * 0.05
                height: width
                radius: width / 2
                color: Theme.accentWordsSoft
            }
        }
    }
}
