import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// The card was not charged: why, where the money is, and the ways on.
Screen {
    id: root

    readonly property int words: Theme.landscape || Theme.large ? Theme.body : Theme.strong
    readonly property int keyHeight: (Theme.landscape || Theme.large ? 22 : root.body.mixed ? 28 : 34) * Theme.mm

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.alignment: Qt.AlignTop
            spacing: Theme.pad

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.pad

                Mark {
                    visible: !Theme.landscape
                    state_: "alert"
                    size: Math.round((Theme.large ? 18 : 24) * Theme.mm)
                }
                PageTitle {
                    Layout.fillWidth: true
                    size: Theme.landscape || Theme.large ? Theme.heading : Theme.number
                    text: root.body.takenBack ? qsTr("Taken back") : qsTr("Nothing was charged")
                }
            }
            Card {
                Layout.fillWidth: true

                Label {
                    Layout.fillWidth: true
                    text: root.body.takenBack ? qsTr("Back on the card") : qsTr("Not taken from the card")
                    color: Theme.inkSoft
                }
                Figure {
                    objectName: "charge"
                    Layout.fillWidth: true
                    text: root.body.charge
                    color: Theme.ink
                    font.pixelSize: Theme.large ? Theme.figure : root.body.mixed && !Theme.landscape ? 0.8 * Theme.amount : Theme.amount
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
            Label {
                objectName: "code"
                Layout.fillWidth: true
                visible: root.body.code !== "" && Theme.landscape
                text: qsTr("Code for the staff: %1").arg(root.body.code)
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.pad

            Card {
                Layout.fillWidth: true
                color: Theme.warnSoft
                edge: Theme.warnEdge

                Label {
                    objectName: "card_problem"
                    Layout.fillWidth: true
                    text: root.body.problem
                    strong: true
                    color: Theme.warn
                    font.pixelSize: root.words === Theme.strong && text.length < 60 ? Theme.heading : root.words
                }
                Label {
                    objectName: "card_advice"
                    Layout.fillWidth: true
                    text: root.body.advice
                    color: Theme.warn
                    font.pixelSize: root.words
                }
            }
            Label {
                objectName: "code"
                Layout.fillWidth: true
                visible: root.body.code !== "" && !Theme.landscape
                text: qsTr("Code for the staff: %1").arg(root.body.code)
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            Item {
                Layout.fillHeight: true
            }
            PressButton {
                objectName: "pay_card"
                Layout.fillWidth: true
                Layout.preferredHeight: root.keyHeight
                visible: root.body.canRetry
                main: true
                kind: "primary"
                size: Theme.large ? Theme.strong : Theme.heading
                text: qsTr("Try again, or another card")
                onTapped: root.terminal.act("card", "")
            }
            PressButton {
                objectName: "pay_cash"
                Layout.fillWidth: true
                Layout.preferredHeight: root.keyHeight
                visible: root.body.canPayCash
                main: true
                kind: root.body.canRetry ? "soft" : "primary"
                size: Theme.large ? Theme.strong : Theme.heading
                text: root.body.mixed ? qsTr("Put in more notes") : qsTr("Pay with cash instead")
                onTapped: root.terminal.act("cash", "")
            }
            PressButton {
                objectName: "finish"
                Layout.fillWidth: true
                Layout.preferredHeight: root.keyHeight
                visible: root.body.canFinish
                main: true
                kind: root.body.canRetry || root.body.canPayCash ? "plain" : "primary"
                size: Theme.large ? Theme.strong : Theme.heading
                text: qsTr("Finish, pay %1").arg(root.body.inserted)
                onTapped: root.terminal.act("finish", "")
            }
        }
    }
}
