pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// What is on the account or owed, what it consists of, and what this month has cost by service.
Screen {
    id: root

    readonly property var nothing: ({"name": "", "note": "", "amount": ""})  // of an empty place

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
            model: Places {
                rows: root.body.restrictions
                ahead: 1
            }

            Banner {
                required property int place

                Layout.fillWidth: true
                Layout.columnSpan: Theme.landscape ? 2 : 1
                text: root.body.restrictions[place] ?? ""
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
                model: Places {
                    rows: root.body.granted
                    ahead: 2
                }

                NotedLine {
                    required property int place
                    readonly property var modelData: root.body.granted[place] ?? root.nothing

                    visible: place < root.body.granted.length
                    Layout.fillWidth: true
                    name: modelData.name === "" ? qsTr("Granted") : modelData.name
                    note: modelData.note
                    amount: modelData.amount
                }
            }
            NotedLine {
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
                model: Places {
                    rows: root.body.charges
                    ahead: 5
                }

                SumLine {
                    required property int place
                    readonly property var modelData: root.body.charges[place] ?? root.nothing

                    visible: place < root.body.charges.length
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
