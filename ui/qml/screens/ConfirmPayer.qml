import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Nobody put in a note for a while: is it still the same person, for the same number?
Screen {
    id: root

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
            implicitHeight: who.implicitHeight + 2 * Theme.pad

            ColumnLayout {
                id: who
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                anchors.margins: Theme.pad
                spacing: Theme.gap

                AccountLine {
                    objectName: "account"
                    Layout.fillWidth: true
                    number: root.body.number
                    name: root.body.name
                    size: Theme.heading
                }
                Label {
                    Layout.fillWidth: true
                    text: qsTr("Put in")
                    color: Theme.inkSoft
                }
                FittedLabel {
                    objectName: "inserted"
                    Layout.fillWidth: true
                    text: root.body.inserted
                    strong: true
                    color: Theme.accent
                    font.pixelSize: Theme.amount
                }
                Label {
                    Layout.fillWidth: true
                    text: qsTr("of %1; it is safe").arg(root.body.amount)
                    color: Theme.inkSoft
                }
            }
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
                Layout.preferredHeight: 32 * Theme.mm
                main: true
                kind: root.body.mayContinue ? "plain" : "primary"
                size: Theme.heading
                text: qsTr("Finish, pay %1").arg(root.body.inserted)
                onTapped: root.terminal.act("finish", "")
            }
            PressButton {
                objectName: "continue"
                Layout.fillWidth: true
                Layout.preferredHeight: 32 * Theme.mm
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
