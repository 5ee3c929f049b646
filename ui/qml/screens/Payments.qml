pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// What was paid for this number, when and where, the newest first; each payment at a terminal with a key for its receipt.
Screen {
    id: root

    readonly property var nothing: ({"name": "", "note": "", "amount": "", "receipt": ""})  // of an empty place

    Sheet {
        anchors.fill: parent
        title: root.body.title
        number: root.body.number
        greeting: root.body.greeting
        acting: root.body.canPrint
        keys: SheetKeys {
            Layout.fillWidth: true
            terminal: root.terminal
            canPrint: root.body.canPrint
        }

        Repeater {
            model: Places {
                rows: root.body.payments
                ahead: 4
            }

            Card {
                id: payment
                required property int place
                readonly property var modelData: root.body.payments[place] ?? root.nothing

                visible: place < root.body.payments.length
                Layout.fillWidth: true
                Layout.columnSpan: Theme.landscape ? 2 : 1

                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.landscape || !Theme.large ? 2 : 1
                    columnSpacing: Theme.pad
                    rowSpacing: Theme.gap

                    NotedLine {
                        Layout.fillWidth: true
                        name: payment.modelData.name
                        note: payment.modelData.note
                        amount: payment.modelData.amount
                        size: Theme.strong
                    }
                    PressButton {
                        objectName: "receipt_" + payment.modelData.receipt
                        visible: payment.modelData.receipt !== ""
                        Layout.fillWidth: Theme.large && !Theme.landscape
                        Layout.preferredWidth: Math.max(implicitWidth, 42 * Theme.mm)
                        main: true
                        kind: "soft"
                        text: qsTr("Receipt ›")
                        onTapped: root.terminal.act("receipt", payment.modelData.receipt)
                    }
                }
            }
        }
        Card {
            Layout.fillWidth: true
            Layout.columnSpan: Theme.landscape ? 2 : 1
            visible: root.body.payments.length === 0

            Empty {
                Layout.fillWidth: true
                text: qsTr("No payments are known for this number.")
            }
        }
    }
}
