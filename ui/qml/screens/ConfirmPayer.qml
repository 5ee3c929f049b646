import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Nobody put in a note for a while: is it still the same person, for the same number?
Screen {
    id: root

    readonly property int keyHeight: (Theme.landscape || Theme.large ? 32 : 54) * Theme.mm

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.pad

        PageTitle {
            Layout.fillWidth: true
            text: root.body.mayContinue ? qsTr("Still paying for this number?") : qsTr("Please finish now")
            note: root.body.mayContinue ? qsTr("The slot is closed until you say so.") : qsTr("The slot is closed.")
        }
        Card {
            Layout.fillWidth: true

            AccountLine {
                objectName: "account"
                Layout.fillWidth: true
                number: root.body.number
                name: root.body.name
                size: Theme.large ? Theme.heading : Theme.number
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.pad

                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap

                    Label {
                        Layout.fillWidth: true
                        text: qsTr("Put in")
                        color: Theme.inkSoft
                    }
                    Figure {
                        objectName: "inserted"
                        Layout.fillWidth: true
                        text: root.body.inserted
                        color: Theme.accent
                    }
                    Label {
                        Layout.fillWidth: true
                        text: qsTr("of %1; it is safe").arg(root.body.amount)
                        color: Theme.inkSoft
                    }
                }
                NoteSlot {
                    visible: !Theme.large
                    size: (Theme.landscape ? 44 : 56) * Theme.mm
                }
            }
        }
        Banner {
            Layout.fillWidth: true
            visible: !Theme.tight
            kind: "info"
            text: qsTr("If nothing is pressed, what has been put in is paid in to this number. Nothing is lost.")
        }
        Item {
            Layout.fillHeight: true
        }
        GridLayout {
            Layout.fillWidth: true
            columns: Theme.landscape ? 2 : 1
            columnSpacing: Theme.pad
            rowSpacing: Theme.pad
            uniformCellWidths: true

            PressButton {
                objectName: "finish"
                Layout.fillWidth: true
                Layout.preferredHeight: root.keyHeight
                main: true
                strong: true
                kind: root.body.mayContinue ? "plain" : "primary"
                size: Theme.heading
                text: qsTr("Finish, pay %1").arg(root.body.inserted)
                onTapped: root.terminal.act("finish", "")
            }
            PressButton {
                objectName: "continue"
                Layout.fillWidth: true
                Layout.preferredHeight: root.keyHeight
                visible: root.body.mayContinue
                main: true
                kind: "primary"
                size: Theme.heading
                text: qsTr("Yes, go on")
                onTapped: root.terminal.act("confirm", "")
            }
        }
    }
}
