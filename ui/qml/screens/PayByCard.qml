pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 4, by card: one thing to do at a time, on the card terminal; the sum, and how far it is.
Screen {
    id: root

    readonly property int words: Theme.landscape || Theme.large ? Theme.body : Theme.strong

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gap

            Label {
                objectName: "card_step"
                Layout.fillWidth: true
                text: root.body.title
                strong: true
                font.pixelSize: Theme.landscape || Theme.large ? Theme.heading : Theme.number
            }
            Label {
                objectName: "card_hint"
                Layout.fillWidth: true
                text: root.body.hint
                color: Theme.inkSoft
                font.pixelSize: root.words
            }
            Banner {
                objectName: "card_problem"
                Layout.fillWidth: true
                text: root.body.problem
            }
            CardTerminalPicture {
                objectName: "terminal_picture"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.topMargin: Theme.gap
                opacity: height > 30 * Theme.mm ? 1 : 0
                step: root.body.step
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            spacing: Theme.pad

            Card {
                Layout.fillWidth: true

                Label {
                    Layout.fillWidth: true
                    text: qsTr("By card")
                    color: Theme.inkSoft
                }
                Figure {
                    objectName: "charge"
                    Layout.fillWidth: true
                    text: root.body.charge
                    color: Theme.accent
                }
                AccountLine {
                    Layout.fillWidth: true
                    number: root.body.number
                    name: root.body.name
                }
                Label {
                    objectName: "in_notes"
                    Layout.fillWidth: true
                    visible: root.body.mixed
                    text: qsTr("%1 in notes is in and safe; %2 in all").arg(root.body.inserted).arg(root.body.amount)
                    color: Theme.good
                    strong: true
                }
            }
            CardStages {
                objectName: "stages"
                Layout.fillWidth: true
                Layout.leftMargin: Theme.gap
                Layout.rightMargin: Theme.gap
                opacity: root.body.stage >= 0 ? 1 : 0
                stage: root.body.stage
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            PressButton {
                objectName: "cancel"
                Layout.fillWidth: true
                Layout.preferredHeight: (Theme.landscape ? 22 : 26) * Theme.mm
                main: true
                opacity: root.body.canCancel || root.body.cancelling ? 1 : 0  // its place is kept, so that nothing jumps
                enabled: root.body.canCancel && !root.body.cancelling
                size: Theme.large ? Theme.body : Theme.strong
                text: root.body.cancelling ? qsTr("Cancelling …") : qsTr("Cancel the card payment")
                onTapped: root.terminal.act("back", "")
            }
        }
    }
}
