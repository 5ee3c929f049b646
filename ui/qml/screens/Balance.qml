pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// What is on the account or owed, what it consists of, and what this month has cost by service.
Screen {
    id: root

    Sheet {
        anchors.fill: parent
        title: root.body.title
        number: root.body.number
        greeting: root.body.greeting
        acting: root.body.canPrint || root.body.canPay
        keys: SheetKeys {
            Layout.fillWidth: true
            terminal: root.terminal
            canPrint: root.body.canPrint
            canPay: root.body.canPay
        }

        Repeater {
            model: root.body.restrictions

            Banner {
                required property string modelData

                Layout.fillWidth: true
                Layout.columnSpan: Theme.landscape ? 2 : 1
                text: modelData
            }
        }
        Card {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop

            Label {
                Layout.fillWidth: true
                text: root.body.owes ? qsTr("Owed") : qsTr("Balance")
                color: Theme.inkSoft
            }
            Figure {
                objectName: "balance"
                Layout.fillWidth: true
                text: root.body.amount
                color: root.body.owes ? Theme.bad : Theme.good
            }
            SumLine {
                Layout.fillWidth: true
                name: qsTr("Principal")
                amount: root.body.principal
            }
            Repeater {
                model: root.body.granted

                SumLine {
                    required property var modelData

                    Layout.fillWidth: true
                    name: modelData.name === "" ? qsTr("Granted") : modelData.name
                    note: modelData.note
                    amount: modelData.amount
                }
            }
            SumLine {
                objectName: "credit_limit"
                Layout.fillWidth: true
                visible: root.body.creditLimit !== ""
                name: qsTr("Credit limit")
                note: root.body.care
                amount: root.body.creditLimit
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: root.body.asOf
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
        }
        Card {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop

            SumHead {
                Layout.fillWidth: true
                name: qsTr("This month so far")
                amount: root.body.charged
            }
            Repeater {
                model: root.body.charges

                SumLine {
                    required property var modelData

                    Layout.fillWidth: true
                    name: modelData.name
                    amount: modelData.amount
                }
            }
            Empty {
                Layout.fillWidth: true
                visible: root.body.charges.length === 0
                text: qsTr("Nothing has been charged this month.")
            }
        }
    }
}
