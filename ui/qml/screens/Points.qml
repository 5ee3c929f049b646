pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// How many points there are, which of them end and when, and what others became.
Screen {
    id: root

    readonly property var nothing: ({"name": "", "note": "", "amount": ""})  // of an empty place

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

        Card {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop

            Label {
                Layout.fillWidth: true
                text: qsTr("Points")
                color: Theme.inkSoft
            }
            Figure {
                objectName: "points"
                Layout.fillWidth: true
                text: root.body.points
                color: Theme.accent
            }
            SumLine {
                Layout.fillWidth: true
                visible: root.body.expiring !== ""
                name: qsTr("of these expire on %1").arg(root.body.expires)
                amount: root.body.expiring
                words: Theme.warn
                strong: true
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
                name: qsTr("Exchanged")
            }
            Repeater {
                model: Places {
                    rows: root.body.exchanges
                    ahead: 3
                }

                NotedLine {
                    required property int place
                    readonly property var modelData: root.body.exchanges[place] ?? root.nothing

                    visible: place < root.body.exchanges.length
                    Layout.fillWidth: true
                    name: modelData.name
                    note: modelData.note
                    amount: modelData.amount
                }
            }
            Empty {
                Layout.fillWidth: true
                visible: root.body.exchanges.length === 0
                text: qsTr("No points have been exchanged yet.")
            }
        }
    }
}
