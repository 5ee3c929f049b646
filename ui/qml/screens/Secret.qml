pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// The keypad for a password or a code. Nobody beside the customer can read what was typed: it is only counted. The last
// digit sends it off; there is nothing more to press.
Screen {
    id: root

    readonly property bool crowded: Theme.large && body.ends !== "" && body.problem !== ""

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: root.body.byText ? qsTr("Enter the text code") : qsTr("Enter the service password")
                note: root.crowded ? "" : root.body.byText ? qsTr("It was sent to %1.").arg(root.body.number) : qsTr("For %1. Please cover the keys with your hand.").arg(root.body.number)
            }
            Banner {
                objectName: "ends"
                Layout.fillWidth: true
                text: root.body.ends === "" ? "" : qsTr("The last digit ends: %1. Back keeps it.").arg(root.body.ends)
            }
            Card {
                Layout.fillWidth: true
                edge: root.body.problem !== "" ? Theme.bad : Theme.accent
                edgeWidth: 2 * Theme.line
                padding: (root.crowded ? 4 : Theme.tight ? 6 : Theme.landscape ? 10 : 12) * Theme.mm

                Row {
                    id: dots
                    objectName: "dots"
                    Layout.alignment: Qt.AlignHCenter
                    spacing: Math.round((Theme.landscape ? 8 : 10) * Theme.mm)

                    Repeater {
                        model: Places {
                            rows: root.body.dots
                            ahead: 6
                        }

                        Rectangle {
                            required property int place
                            readonly property bool modelData: root.body.dots[place] ?? false

                            visible: place < root.body.dots.length
                            width: Math.round((Theme.landscape ? 11 : 13) * Theme.mm)
                            height: width
                            radius: width / 2
                            color: modelData ? Theme.ink : Theme.card
                            border.width: 2 * Theme.line
                            border.color: modelData ? Theme.ink : Theme.unlit
                        }
                    }
                }
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
            Banner {
                objectName: "doing"
                Layout.fillWidth: true
                kind: "info"
                text: root.body.opening ? (root.body.byText ? qsTr("A code is on its way to the phone …") : qsTr("One moment please …"))
                      : root.body.busy ? qsTr("Checking …") : ""
            }
            PressButton {
                objectName: "resend"
                Layout.fillWidth: true
                visible: root.body.byText
                enabled: root.body.canResend && root.body.takes
                main: true
                kind: "soft"
                text: qsTr("Send another code")
                onTapped: root.terminal.act("proof", "sms_code")
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
        }
        Keypad {
            Layout.fillWidth: true
            Layout.fillHeight: true
            terminal: root.terminal
            enabled: root.body.takes
        }
    }
}
