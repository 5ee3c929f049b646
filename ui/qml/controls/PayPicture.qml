pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// What can be done here, in one picture: notes, or a card, go into a telephone, and it is paid.
Item {
    id: root

    property bool cash: true
    property bool card: false
    readonly property real u: Math.min(width / 190, height / 108)  // one unit of the drawing, in pixels

    Item {
        anchors.centerIn: parent
        width: 190 * root.u
        height: 108 * root.u

        Rectangle {
            x: 82 * root.u
            width: 108 * root.u
            height: width
            radius: width / 2
            color: Theme.accentGlow
        }
        Repeater {
            model: !root.cash ? [] : root.card ? [["50", 0, 26], ["100", 12, 40]] : [["20", 0, 26], ["50", 12, 40]]

            Rectangle {
                required property var modelData

                x: modelData[1] * root.u
                y: modelData[2] * root.u
                width: 90 * root.u
                height: 46 * root.u
                radius: 4 * root.u
                color: Theme.noteColour(modelData[0])
                border.width: Math.max(1, Math.round(1.2 * root.u))
                border.color: Theme.card
            }
        }
        CardPicture {
            x: 28 * root.u
            y: 52 * root.u
            visible: root.card
            size: 50 * root.u
            border.width: Math.max(1, Math.round(1.2 * root.u))
        }
        NotePicture {
            x: 24 * root.u
            y: 54 * root.u
            visible: !root.card
            yuan: "100"
            size: 46 * root.u
            border.width: Math.max(1, Math.round(1.2 * root.u))
            border.color: Theme.card
        }
        Rectangle {
            x: 104 * root.u
            y: 3 * root.u
            width: 58 * root.u
            height: 102 * root.u
            radius: 9 * root.u
            color: Theme.ink

            Rectangle {
                x: 4 * root.u
                y: 4 * root.u
                width: 50 * root.u
                height: 94 * root.u
                radius: 6 * root.u
                color: Theme.card

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: 4 * root.u
                    width: 14 * root.u
                    height: 3 * root.u
                    radius: height / 2
                    color: Theme.ink
                }
                Text {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: 12 * root.u
                    text: "¥"
                    textFormat: Text.PlainText
                    color: Theme.accent
                    font.pixelSize: Math.max(1, Math.round(40 * root.u))
                    font.weight: Font.Bold
                }
                Repeater {
                    model: [34, 22]

                    Rectangle {
                        required property int modelData
                        required property int index

                        anchors.horizontalCenter: parent.horizontalCenter
                        y: (68 + 9 * index) * root.u
                        width: modelData * root.u
                        height: 4 * root.u
                        radius: height / 2
                        color: Theme.track
                    }
                }
            }
        }
        Mark {
            x: 144 * root.u
            y: 74 * root.u
            size: Math.round(32 * root.u)
            border.width: Math.max(1, Math.round(2 * root.u))
            border.color: Theme.card
        }
    }
}
