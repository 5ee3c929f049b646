pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 2: whose account, what is owed, how much to pay.
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
            Layout.alignment: Qt.AlignTop
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: root.body.typing ? qsTr("Enter an amount") : qsTr("How much?")
                note: root.body.typing ? "" : qsTr("Please check that this is the right number")
            }
            Card {
                Layout.fillWidth: true
                implicitHeight: account.implicitHeight + 2 * Theme.pad

                ColumnLayout {
                    id: account
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
                        size: Theme.strong
                    }
                    ColumnLayout {
                        Layout.fillWidth: true
                        visible: !root.body.offline && !(root.body.typing && Theme.large)
                        spacing: 0

                        Label {
                            Layout.fillWidth: true
                            text: root.body.owes ? qsTr("Owed") : qsTr("Balance")
                            color: Theme.inkSoft
                        }
                        FittedLabel {
                            objectName: "owed"
                            Layout.fillWidth: true
                            text: root.body.owes ? root.body.arrears : root.body.balance
                            strong: true
                            color: root.body.owes ? Theme.bad : Theme.good
                            font.pixelSize: root.body.typing ? Theme.number : Theme.amount
                        }
                    }
                    RowLayout {
                        Layout.fillWidth: true
                        visible: root.body.service.known && !root.body.typing
                        spacing: Theme.gap

                        Mark {
                            state_: root.body.service.stopped ? "failed" : "done"
                        }
                        Label {
                            objectName: "service_state"
                            Layout.fillWidth: true
                            text: root.body.service.text
                            color: root.body.service.stopped ? Theme.bad : Theme.good
                            strong: root.body.service.stopped
                        }
                    }
                }
            }
            Banner {
                Layout.fillWidth: true
                text: root.body.offline ? qsTr("The line is down: we can't show the name or what is owed. You can still pay.") : ""
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
        }
        GridLayout {
            id: choices
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            visible: !root.body.typing
            columns: Theme.landscape ? 2 : 3
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            uniformCellWidths: true

            Repeater {
                model: root.body.choices

                PressButton {
                    required property var modelData

                    objectName: "amount_" + modelData.fen
                    Layout.fillWidth: true
                    Layout.preferredHeight: (Theme.landscape ? 24 : Theme.large ? 32 : 42) * Theme.mm
                    Layout.minimumHeight: implicitHeight
                    Layout.columnSpan: modelData.arrears ? choices.columns : 1
                    main: true
                    strong: true
                    kind: modelData.arrears ? "primary" : "plain"
                    size: modelData.arrears ? Theme.number : Theme.digit
                    text: modelData.text
                    note: modelData.arrears ? qsTr("everything owed") : ""
                    onTapped: root.terminal.act("amount", modelData.fen)
                }
            }
            PressButton {
                objectName: "amount_other"
                Layout.fillWidth: true
                Layout.preferredHeight: (Theme.landscape ? 22 : 28) * Theme.mm
                Layout.minimumHeight: implicitHeight
                Layout.columnSpan: choices.columns
                main: true
                kind: "soft"
                size: Theme.strong
                text: qsTr("Another amount")
                onTapped: root.terminal.act("amount_other", "")
            }
        }
        Item {
            Layout.fillHeight: true
            visible: !root.body.typing && !Theme.landscape
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: root.body.typing
            spacing: Theme.gap

            Card {
                Layout.fillWidth: true
                implicitHeight: typedRow.implicitHeight + 2 * Theme.gap
                border.width: 2 * Theme.line
                border.color: Theme.accent

                ColumnLayout {
                    id: typedRow
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad
                    spacing: 0

                    FittedLabel {
                        objectName: "typed"
                        Layout.fillWidth: true
                        horizontalAlignment: Text.AlignHCenter
                        text: root.body.typed === "" ? "¥" : root.body.typed
                        strong: true
                        color: Theme.accent
                        font.pixelSize: Theme.landscape || Theme.large ? Theme.number : Theme.amount
                    }
                    Label {
                        Layout.fillWidth: true
                        horizontalAlignment: Text.AlignHCenter
                        text: qsTr("%1 to %2, whole yuan").arg(root.body.minimum).arg(root.body.maximum)
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                }
            }
            Keypad {
                Layout.fillWidth: true
                Layout.fillHeight: true
                terminal: root.terminal
            }
            PressButton {
                objectName: "confirm"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                size: Theme.strong
                enabled: root.body.typed !== ""
                text: root.body.typed === "" ? qsTr("Next ›") : qsTr("Pay %1 ›").arg(root.body.typed)
                onTapped: root.terminal.act("confirm", "")
            }
        }
    }
}
