pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 5: the live state of posting, text message, reconnection and receipt.
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
            Layout.alignment: Qt.AlignTop
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: root.body.posted ? qsTr("Paid. Thank you!") : root.body.failed ? qsTr("Keep the payment number")
                      : root.body.later ? qsTr("Your money is safe") : qsTr("Posting your payment …")
            }
            Card {
                Layout.fillWidth: true
                implicitHeight: paid.implicitHeight + 2 * Theme.pad

                ColumnLayout {
                    id: paid
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad
                    spacing: Theme.gap

                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.gap

                        FittedLabel {
                            objectName: "amount"
                            Layout.fillWidth: true
                            text: root.body.amount
                            strong: true
                            color: root.body.posted ? Theme.good : Theme.accent
                            font.pixelSize: Theme.amount
                        }
                        ReceiptPicture {
                            size: (Theme.landscape ? 34 : Theme.large ? 44 : 56) * Theme.mm
                            visible: root.body.printing || root.body.printed
                            printed: root.body.printed
                        }
                    }
                    AccountLine {
                        Layout.fillWidth: true
                        number: root.body.number
                        name: root.body.name
                    }
                    Label {
                        objectName: "balance"
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: root.body.balance === "" ? "" : root.body.owes
                              ? qsTr("Still owed %1").arg(root.body.balance) : qsTr("Balance now %1").arg(root.body.balance)
                        strong: true
                    }
                    Label {
                        objectName: "payment"
                        Layout.fillWidth: true
                        text: qsTr("Payment number %1").arg(root.body.payment)
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                    Label {
                        objectName: "receipt_number"
                        Layout.fillWidth: true
                        visible: root.body.receiptNumber !== ""
                        text: qsTr("Receipt number %1").arg(root.body.receiptNumber)
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                }
            }
            Banner {
                objectName: "result_message"
                Layout.fillWidth: true
                visible: text !== "" && !Theme.landscape
                kind: root.body.failed ? "bad" : root.body.posted ? "good" : root.body.later ? "warn" : "info"
                text: root.body.message
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            PressButton {
                objectName: "finish"
                visible: Theme.landscape
                Layout.fillWidth: true
                Layout.preferredHeight: (Theme.landscape ? 26 : Theme.large ? 26 : 36) * Theme.mm
                main: true
                kind: "primary"
                size: Theme.heading
                text: qsTr("Done")
                onTapped: root.terminal.act("finish", "")
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gap

            Banner {
                objectName: "result_message"
                Layout.fillWidth: true
                visible: text !== "" && Theme.landscape
                kind: root.body.failed ? "bad" : root.body.posted ? "good" : root.body.later ? "warn" : "info"
                text: root.body.message
            }
            Repeater {
                model: root.body.steps

                Card {
                    id: step
                    required property var modelData

                    Layout.fillWidth: true
                    implicitHeight: Math.max(line.implicitHeight + (Theme.large ? 0.5 : 2) * Theme.gap, (Theme.landscape || Theme.large ? 14 : 22) * Theme.mm)

                    RowLayout {
                        id: line
                        anchors.left: parent.left
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        anchors.margins: Theme.pad
                        spacing: Theme.gap

                        Mark {
                            objectName: "step_" + step.modelData.what
                            state_: step.modelData.state
                        }
                        Label {
                            Layout.fillWidth: true
                            text: step.modelData.text
                            color: step.modelData.state === "failed" ? Theme.bad : Theme.ink
                            strong: step.modelData.state === "failed"
                        }
                    }
                }
            }
            Item {
                Layout.fillHeight: true
                visible: !Theme.landscape
            }
            PressButton {
                objectName: "finish"
                visible: !Theme.landscape
                Layout.fillWidth: true
                Layout.preferredHeight: (Theme.landscape ? 26 : Theme.large ? 26 : 36) * Theme.mm
                main: true
                kind: "primary"
                size: Theme.heading
                text: qsTr("Done")
                onTapped: root.terminal.act("finish", "")
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
        }
    }
}
