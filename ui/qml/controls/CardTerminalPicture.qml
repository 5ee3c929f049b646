pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The card terminal and what is to be done there: a card coming, keys to press, the bank being asked, the card to take.
Item {
    id: root

    property string step  // a CardStep; "" is a terminal at rest
    readonly property bool withBank: step === "bank" || step === "undoing"
    readonly property real u: Math.min(width / 150, height / 130)  // one unit of the drawing, in pixels
    readonly property bool keys: step === "pin" || step === "choose"
    readonly property var signs: ({"approved": "done", "remove": "done", "undoing": "later"})

    component CardOnItsWay: CardPicture {
        // held upright, its chip end towards the slot at the foot of the terminal
        property real depth: 0  // 0 outside, 1 as far in as it goes

        x: 75 * root.u - width / 2
        y: (108 - 18 * depth) * root.u - height / 2
        size: 26 * root.u
        rotation: 90
    }

    Item {
        id: drawing
        anchors.centerIn: parent
        width: 150 * root.u
        height: 130 * root.u
        clip: true

        CardOnItsWay {
            id: coming
            visible: root.step === "present" || root.step === "remove" || root.step === "pin"
            depth: root.step === "pin" ? 1 : 0

            SequentialAnimation on depth {
                running: root.visible && (root.step === "present" || root.step === "remove")
                loops: Animation.Infinite
                onStopped: coming.depth = Qt.binding(() => root.step === "pin" ? 1 : 0)

                NumberAnimation {
                    from: root.step === "remove" ? 1 : 0
                    to: root.step === "remove" ? 0 : 1
                    duration: 900
                    easing.type: Easing.InOutQuad
                }
                PauseAnimation { duration: 1400 }
            }
        }
        Drawing {
            id: body
            x: Math.round((root.withBank ? 36 : 75) * root.u - width / 2)
            y: Math.round(2 * root.u)
            width: Math.round(62 * root.u)
            height: Math.round(88 * root.u)
            name: root.keys ? "terminal_keys" : "terminal"

            Item {
                // its display
                x: 6 * root.u
                y: 6 * root.u
                width: 50 * root.u
                height: 27 * root.u

                Mark {
                    anchors.centerIn: parent
                    visible: root.step !== "" && root.step !== "present" && !root.keys
                    state_: root.signs[root.step] ?? "waiting"
                    size: Math.max(4, Math.round(20 * root.u))
                }
                CardPicture {
                    anchors.centerIn: parent
                    visible: root.step === "" || root.step === "present"
                    size: 18 * root.u
                }
                Row {
                    // one dot more with each key that is pressed
                    anchors.centerIn: parent
                    visible: root.step === "pin"
                    spacing: 3 * root.u

                    Repeater {
                        model: 6

                        Rectangle {
                            required property int index

                            width: 5 * root.u
                            height: width
                            radius: width / 2
                            color: index < typing.count ? Theme.accent : Theme.track
                        }
                    }
                }
                Column {
                    anchors.centerIn: parent
                    visible: root.step === "choose"
                    spacing: 4 * root.u

                    Repeater {
                        model: 2

                        Rectangle {
                            required property int index

                            width: 40 * root.u
                            height: 9 * root.u
                            radius: 2 * root.u
                            color: index === typing.count % 2 ? Theme.accent : Theme.track
                        }
                    }
                }
            }
            Rectangle {
                // the slot at its foot
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: parent.bottom
                anchors.bottomMargin: 1.4 * root.u
                width: 36 * root.u
                height: 2 * root.u
                radius: height / 2
                color: root.step === "present" || root.step === "remove" ? Theme.lit : Theme.unlit
            }
        }
        Drawing {
            visible: root.step === "present" || root.step === ""
            x: Math.round(112 * root.u)
            y: Math.round(14 * root.u)
            width: Math.round(36 * root.u)
            height: Math.round(44 * root.u)
            name: "waves"
        }
        Row {
            // to the bank and back
            visible: root.withBank
            x: 74 * root.u
            y: 50 * root.u
            spacing: 5 * root.u

            Repeater {
                model: 3

                Rectangle {
                    required property int index

                    width: 6 * root.u
                    height: width
                    radius: width / 2
                    color: index === (root.step === "undoing" ? 2 - typing.count % 3 : typing.count % 3) ? Theme.accent : Theme.track
                }
            }
        }
        Drawing {
            visible: root.withBank
            x: Math.round(106 * root.u)
            y: Math.round(22 * root.u)
            width: Math.round(42 * root.u)
            height: Math.round(59 * root.u)
            name: "bank"
        }
    }
    Timer {
        id: typing
        property int count: 0

        running: root.visible && (root.keys || root.withBank)
        repeat: true
        interval: 600
        onTriggered: count = (count + 1) % 7
    }
}
