pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 5: the live state of posting, text message, reconnection and receipt.
Screen {
    id: root

    readonly property var noStep: ({"what": "", "state": "waiting", "text": ""})
    readonly property bool much: body.charged !== "" || body.message.length > 120  // to tell: the rest makes room
    readonly property bool cramped: Theme.large && !Theme.landscape && (much || body.later)
    readonly property bool crowded: cramped && body.later && body.charged !== ""
    readonly property bool brief: Theme.tight && body.message.length > 120  // the message tells what comes later
    readonly property bool settled: body.posted && body.mayRate  // the title and the first step say all there is to say
    readonly property bool tellsPayment: body.payment !== "" && (nothingElse || !cramped || !body.printed)  // it is on the paper
    readonly property bool tellsReceipt: body.receiptNumber !== "" && !(Theme.large && body.message.length > 120)  // so is this
    readonly property bool nothingElse: body.cardEnd === "open"  // than a charge of which nobody knows whether it was made
    readonly property string kind: body.cardEnd !== "" || body.cardOpen ? "warn" : body.failed ? "bad" : body.posted ? "good" : body.later ? "warn" : "info"
    readonly property string state_: nothingElse ? "later" : body.cardEnd !== "" ? "alert" : body.posted ? "done" : body.failed ? "failed" : body.later ? "later" : "waiting"

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.large ? Theme.gap : Theme.pad
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
                    objectName: "result_sign"
                    visible: !Theme.landscape
                    state_: root.state_
                    size: Math.round((Theme.large ? 18 : 24) * Theme.mm)
                }
                PageTitle {
                    Layout.fillWidth: true
                    size: Theme.landscape || Theme.large ? Theme.heading : Theme.number
                    text: root.nothingElse ? qsTr("Please keep the code") : root.body.cardEnd === "back" ? qsTr("Back on the card")
                          : root.body.cardEnd === "none" ? qsTr("Nothing was charged")
                          : root.body.posted ? qsTr("Paid. Thank you!") : root.body.failed ? qsTr("Keep the payment number")
                          : root.body.later ? qsTr("Your money is safe") : qsTr("Posting your payment …")
                }
            }
            Card {
                Layout.fillWidth: true

                RowLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap

                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: Theme.gap

                        Figure {
                            objectName: "amount"
                            Layout.fillWidth: true
                            text: root.body.amount
                            color: root.body.posted ? Theme.good : Theme.accent
                            font.pixelSize: Theme.large && (root.much || root.body.later) ? Theme.figure : Theme.amount
                        }
                        Label {
                            objectName: "paid_with"
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: root.body.charged === "" ? "" : root.body.inserted === ""
                                  ? qsTr("by card %1").arg(root.body.card)
                                  : qsTr("%1 in notes + %2 by card %3").arg(root.body.inserted).arg(root.body.charged).arg(root.body.card)
                            strong: true
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
                            font.pixelSize: Theme.landscape || Theme.large ? Theme.body : Theme.strong
                        }
                    }
                    ReceiptPicture {
                        size: (Theme.landscape ? 38 : Theme.large ? 50 : 72) * Theme.mm
                        visible: (root.body.printing || root.body.printed) && !Theme.tight
                        printed: root.body.printed
                    }
                }
                Rectangle {
                    Layout.fillWidth: true
                    implicitHeight: Theme.line
                    color: Theme.edge
                }
                GridLayout {
                    // with nothing in it, a layout would keep the height it had
                    visible: root.tellsPayment || root.tellsReceipt
                    Layout.fillWidth: true
                    columns: Theme.landscape || Theme.large ? 1 : 2
                    columnSpacing: Theme.gap
                    rowSpacing: Theme.gap

                    Label {
                        objectName: "payment"
                        Layout.fillWidth: true
                        visible: root.tellsPayment
                        text: (root.nothingElse ? qsTr("Case code %1") : qsTr("Payment number %1")).arg(root.body.payment)
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                    Label {
                        objectName: "receipt_number"
                        Layout.fillWidth: true
                        visible: root.tellsReceipt
                        text: qsTr("Receipt number %1").arg(root.body.receiptNumber)
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                }
            }
            Banner {
                objectName: "result_message"
                Layout.fillWidth: true
                visible: text !== "" && !Theme.landscape && !(Theme.large && root.settled)
                kind: root.kind
                text: root.body.message
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            Rating {
                objectName: "rating"
                Layout.fillWidth: true
                visible: root.body.mayRate && Theme.landscape && !root.body.posted
                terminal: root.terminal
                rated: root.body.rated
            }
            ResultKeys {
                visible: Theme.landscape
                keyHeight: 26 * Theme.mm
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.large ? Theme.gap : Theme.pad

            Banner {
                objectName: "result_message"
                Layout.fillWidth: true
                visible: text !== "" && Theme.landscape
                kind: root.kind
                text: root.body.message
            }
            Card {
                id: steps
                readonly property int rowHeight: (Theme.tight ? 16 : Theme.landscape ? 25 : Theme.large ? 13 : root.body.charged !== "" ? 19 : 22) * Theme.mm

                Layout.fillWidth: true
                padding: Theme.gap
                spacing: 0

                Repeater {
                    // by number, so that a step stays the same item while its state changes, and its tick is drawn
                    model: Places {
                        rows: root.body.steps
                        ahead: 4
                    }

                    StepLine {
                        required property int place

                        visible: place < root.body.steps.length && !(root.brief && place > 0 && step.state === "later")
                        Layout.fillWidth: true
                        Layout.preferredHeight: Math.max(implicitHeight, steps.rowHeight)
                        size: Theme.landscape || Theme.large ? Theme.body : Theme.strong
                        step: root.body.steps[place] ?? root.noStep
                        last: place === root.body.steps.length - 1
                    }
                }
            }
            Item {
                Layout.fillHeight: true
            }
            Rating {
                objectName: "rating"
                Layout.fillWidth: true
                visible: root.body.mayRate && (Theme.landscape ? root.body.posted : !root.crowded)
                terminal: root.terminal
                rated: root.body.rated
            }
            ResultKeys {
                visible: !Theme.landscape
                keyHeight: (Theme.large ? 21.5 : root.body.charged === "" ? 42 : 32) * Theme.mm
            }
        }
    }

    component ResultKeys: RowLayout {
        required property real keyHeight

        Layout.fillWidth: true
        spacing: Theme.pad
        uniformCellSizes: true

        PressButton {
            objectName: "print"
            visible: root.body.canPrintAgain
            Layout.fillWidth: true
            Layout.preferredHeight: parent.keyHeight
            main: true
            kind: "plain"
            size: Theme.strong
            text: qsTr("Print again")
            onTapped: root.terminal.act("print", "")
        }
        PressButton {
            objectName: "finish"
            Layout.fillWidth: true
            Layout.preferredHeight: parent.keyHeight
            main: true
            kind: "primary"
            size: Theme.heading
            text: qsTr("Done")
            onTapped: root.terminal.act("finish", "")
        }
    }
}
