pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
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
        Rectangle {
            id: body
            x: (root.withBank ? 36 : 75) * root.u - width / 2
            y: 2 * root.u
            width: 62 * root.u
            height: 88 * root.u
            radius: 8 * root.u
            color: Theme.ink

            Rectangle {
                id: display
                x: 6 * root.u
                y: 6 * root.u
                width: 50 * root.u
                height: 27 * root.u
                radius: 3 * root.u
                color: Theme.card

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
            Grid {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 38 * root.u
                columns: 3
                columnSpacing: 4 * root.u
                rowSpacing: 3 * root.u

                Repeater {
                    model: 12

                    Rectangle {
                        required property int index
                        readonly property bool enter: index === 11

                        width: 13 * root.u
                        height: 8 * root.u
                        radius: 2 * root.u
                        color: root.keys ? (enter ? Theme.lit : Theme.card) : enter ? Theme.good : Theme.inkSoft
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
        Shape {
            // the waves of a card held near
            visible: root.step === "present" || root.step === ""
            x: 112 * root.u
            y: 14 * root.u
            width: 36 * root.u
            height: 44 * root.u

            ShapePath {
                strokeColor: Theme.accent
                strokeWidth: Math.max(1, 2.6 * root.u)
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap

                PathAngleArc { centerX: 0; centerY: 22 * root.u; radiusX: 8 * root.u; radiusY: radiusX; startAngle: -42; sweepAngle: 84 }
                PathAngleArc { centerX: 0; centerY: 22 * root.u; radiusX: 16 * root.u; radiusY: radiusX; startAngle: -42; sweepAngle: 84 }
                PathAngleArc { centerX: 0; centerY: 22 * root.u; radiusX: 24 * root.u; radiusY: radiusX; startAngle: -42; sweepAngle: 84 }
            }
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
        Shape {
            // a bank: a gable on its beam
            visible: root.withBank
            x: 106 * root.u
            y: 22 * root.u
            width: 42 * root.u
            height: 22 * root.u

            ShapePath {
                strokeWidth: -1
                fillColor: Theme.accent
                startX: 0
                startY: 20 * root.u
                PathLine { x: 21 * root.u; y: 0 }
                PathLine { x: 42 * root.u; y: 20 * root.u }
                PathLine { x: 0; y: 20 * root.u }
            }
        }
        Row {
            visible: root.withBank
            x: 110 * root.u
            y: 46 * root.u
            spacing: 6 * root.u

            Repeater {
                model: 3

                Rectangle {
                    width: 7.3 * root.u
                    height: 26 * root.u
                    color: Theme.accent
                }
            }
        }
        Rectangle {
            visible: root.withBank
            x: 106 * root.u
            y: 75 * root.u
            width: 42 * root.u
            height: 6 * root.u
            color: Theme.accent
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
