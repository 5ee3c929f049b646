pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The four steps of paying, drawn: a phone, a sum, a note going in (or a card, or either), a receipt with a tick.
Item {
    id: root

    required property int step  // 0..3
    property bool cash: true
    property bool card: false
    property real size: 24 * Theme.mm
    readonly property real u: size / 24

    implicitWidth: Math.round(size)
    implicitHeight: Math.round(size)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.accentSoft
    }
    Loader {
        // only the one that is shown is made
        anchors.fill: parent
        sourceComponent: [telephone, sum, !root.card ? note : root.cash ? either : bankCard, receipt][root.step]
    }
    Component {
        id: telephone

        // 1: a telephone with its number
        Item {
            Rectangle {
                anchors.centerIn: parent
                width: 10 * root.u
                height: 18 * root.u
                radius: 2 * root.u
                color: Theme.ink

                Rectangle {
                    x: root.u
                    y: 1.6 * root.u
                    width: 8 * root.u
                    height: 13 * root.u
                    radius: root.u * 0.6
                    color: Theme.card

                    Grid {
                        anchors.centerIn: parent
                        columns: 3
                        spacing: 0.8 * root.u

                        Repeater {
                            model: 9

                            Rectangle {
                                width: 1.5 * root.u
                                height: width
                                radius: width / 2
                                color: Theme.accent
                            }
                        }
                    }
                }
            }
        }
    }
    Component {
        id: sum

        // 2: how much
        Item {
            Rectangle {
                anchors.centerIn: parent
                width: 17 * root.u
                height: width
                radius: width / 2
                color: Theme.accent

                Text {
                    anchors.centerIn: parent
                    text: "¥"
                    textFormat: Text.PlainText
                    color: Theme.card
                    font.pixelSize: Math.round(11 * root.u)
                    font.weight: Font.Bold
                }
            }
        }
    }
    Component {
        id: note

        // 3: a note on its way into the slot
        Item {
            NotePicture {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 3.4 * root.u
                size: 8.4 * root.u
                yuan: "100"
            }
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 10 * root.u
                width: 20 * root.u
                height: 9 * root.u
                radius: 1.4 * root.u
                color: Theme.ink

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: 2.4 * root.u
                    width: 15 * root.u
                    height: 1.4 * root.u
                    radius: height / 2
                    color: "#5FD39B"
                }
            }
        }
    }
    Component {
        id: either

        // 3: a note or a card
        Item {
            NotePicture {
                x: 2.5 * root.u
                y: 4.5 * root.u
                size: 7.6 * root.u
                yuan: "100"
            }
            CardPicture {
                x: 8 * root.u
                y: 10.5 * root.u
                size: 8.6 * root.u
            }
        }
    }
    Component {
        id: bankCard

        // 3: a card
        Item {
            CardPicture {
                anchors.centerIn: parent
                size: 12 * root.u
            }
        }
    }
    Component {
        id: receipt

        // 4: the receipt
        Item {
            Rectangle {
                x: 5 * root.u
                y: 3 * root.u
                width: 12 * root.u
                height: 18 * root.u
                radius: root.u * 0.6
                color: Theme.card
                border.width: Math.max(1, 0.4 * root.u)
                border.color: Theme.inkSoft

                Column {
                    x: 2 * root.u
                    y: 3 * root.u
                    spacing: 1.8 * root.u

                    Repeater {
                        model: 4

                        Rectangle {
                            required property int index

                            width: (index === 3 ? 4 : 8) * root.u
                            height: 1.1 * root.u
                            color: Theme.inkSoft
                        }
                    }
                }
            }
            Mark {
                x: 12 * root.u
                y: 12 * root.u
                size: Math.round(9 * root.u)
            }
        }
    }
}
