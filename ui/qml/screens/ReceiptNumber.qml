pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// The number of a receipt, for a copy of it. What can't be right is said while it is typed.
Screen {
    id: root

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
                text: qsTr("Which receipt?")
                note: root.body.problem !== "" ? ""
                      : qsTr("Its number is on the slip (Receipt no.) and in the text (Ref). What looks like O or I is 0 or 1.")
            }
            Card {
                Layout.fillWidth: true
                edge: root.body.problem !== "" ? Theme.bad : Theme.accent
                edgeWidth: 2 * Theme.line

                Figure {
                    objectName: "number"
                    Layout.fillWidth: true
                    horizontalAlignment: Text.AlignHCenter
                    text: root.body.number
                    font.pixelSize: Theme.figure
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
                text: root.body.busy ? qsTr("Asking the centre …") : ""
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            Next {
                objectName: Theme.landscape ? "confirm" : "confirm_landscape"
                visible: Theme.landscape
            }
        }
        CodeKeypad {
            Layout.fillWidth: true
            Layout.fillHeight: true
            terminal: root.terminal
            digitsOnly: root.body.digitsOnly
            enabled: !root.body.busy
        }
        Next {
            objectName: Theme.landscape ? "confirm_portrait" : "confirm"
            visible: !Theme.landscape
            Layout.preferredHeight: Theme.large ? implicitHeight : 30 * Theme.mm
        }
    }

    component Next: PressButton {
        Layout.fillWidth: true
        main: true
        kind: "primary"
        size: Theme.strong
        enabled: root.body.complete && !root.body.busy
        text: qsTr("Next ›")
        onTapped: root.terminal.act("confirm", "")
    }
}
