pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// One month's bill: what it comes to, where the money went beside the other months, and every charge in three kinds that
// are never mixed.
Screen {
    id: root

    readonly property var nothing: ({"kind": -1, "name": "", "amount": "", "note": ""})  // of an empty place
    readonly property bool empty: body.own.length + body.thirdParty.length + body.adjustments.length === 0
    property bool painted: false  // what stands below the edge of the glass is filled a frame later
    readonly property bool brief: body.bars.length > 0 && body.bars.length < 6  // nothing of it is far below
    readonly property bool whole: painted || brief || Theme.landscape
    readonly property var below: whole ? body : {
        "own": body.own.slice(0, 3), "thirdParty": [], "adjustments": [],
        "plan": "", "volume": "", "volumeKb": "", "rawBytes": "", "calls": "", "messages": "", "asOf": "", "total": ""
    }

    function emptied(blank) {
        painted = false;
        return blank;
    }

    Connections {
        target: root.Window.window
        enabled: root.visible && !root.painted

        function onFrameSwapped() {
            Qt.callLater(() => root.painted = true);
        }
    }

    Sheet {
        anchors.fill: parent
        title: root.body.title
        number: root.body.number
        greeting: root.body.greeting
        busy: root.body.busy
        problem: root.body.problem
        choosing: root.body.months.length > 0
        choices: MonthTabs {
            Layout.fillWidth: true
            busy: root.body.busy
            months: root.body.months
            terminal: root.terminal
        }
        acting: root.body.canPrint || root.body.canPay
        keys: SheetKeys {
            Layout.fillWidth: true
            terminal: root.terminal
            busy: root.body.busy
            canPrint: root.body.canPrint
            canPay: root.body.canPay
        }

        Card {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop

            Label {
                objectName: "month"
                Layout.fillWidth: true
                text: root.body.closed ? root.body.month : qsTr("%1, so far", "a bill that is still growing").arg(root.body.month)
                color: Theme.inkSoft
                strong: true
            }
            Figure {
                objectName: "total"
                Layout.fillWidth: true
                text: root.body.total
                color: Theme.accent
            }
            MonthBars {
                objectName: "bars"
                Layout.fillWidth: true
                bars: root.body.bars
            }
            GridLayout {
                Layout.fillWidth: true
                Layout.topMargin: Theme.gap
                columns: Theme.landscape || Theme.large ? 1 : 2
                columnSpacing: 2 * Theme.pad
                rowSpacing: Math.round(Theme.gap / 2)
                uniformCellWidths: true

                Repeater {
                    model: Places {
                        rows: root.body.legend
                        ahead: 8
                    }

                    KindLine {
                        required property int place
                        readonly property var modelData: root.body.legend[place] ?? root.nothing

                        visible: place < root.body.legend.length
                        Layout.fillWidth: true
                        Layout.alignment: Qt.AlignTop
                        kind: modelData.kind
                        name: modelData.name
                        amount: modelData.amount
                        size: Theme.caption
                    }
                }
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            spacing: Theme.pad

            Card {
                Layout.fillWidth: true
                visible: root.empty

                Empty {
                    Layout.fillWidth: true
                    text: qsTr("Nothing has been charged in this month.")
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.body.own.length > 0

                SumHead {
                    Layout.fillWidth: true
                    name: qsTr("Our own charges")
                    amount: root.body.ownTotal
                }
                Repeater {
                    model: Places {
                        rows: root.below.own
                        ahead: 12
                    }

                    KindLine {
                        required property int place
                        readonly property var modelData: root.below.own[place] ?? root.nothing

                        onModelDataChanged: if (modelData !== root.nothing) inner = modelData.inner  // an empty place keeps its type
                        visible: place < root.below.own.length
                        Layout.fillWidth: true
                        Layout.topMargin: inner ? Math.round(Theme.gap / 2) - Theme.gap : 0  // closer to its kind
                        kind: modelData.kind
                        name: modelData.name
                        amount: modelData.amount
                        strong: !inner
                        words: inner ? Theme.inkSoft : Theme.ink
                        size: inner ? Theme.caption : Theme.body
                    }
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.below.thirdParty.length > 0

                SumHead {
                    Layout.fillWidth: true
                    name: qsTr("Collected for others")
                    amount: root.body.thirdPartyTotal
                }
                Repeater {
                    model: Places {
                        rows: root.below.thirdParty
                        ahead: 2
                    }

                    NotedLine {
                        required property int place
                        readonly property var modelData: root.below.thirdParty[place] ?? root.nothing

                        visible: place < root.below.thirdParty.length
                        Layout.fillWidth: true
                        name: modelData.name
                        note: modelData.note
                        amount: modelData.amount
                    }
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.below.adjustments.length > 0

                SumHead {
                    Layout.fillWidth: true
                    name: qsTr("Adjustments")
                    amount: root.body.adjusted
                }
                Repeater {
                    model: Places {
                        rows: root.below.adjustments
                        ahead: 1
                    }

                    NotedLine {
                        required property int place
                        readonly property var modelData: root.below.adjustments[place] ?? root.nothing

                        visible: place < root.below.adjustments.length
                        Layout.fillWidth: true
                        name: modelData.name
                        note: modelData.note
                        amount: modelData.amount
                    }
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.whole
                color: Theme.accentSoft
                edge: Theme.accent

                SumLine {
                    Layout.fillWidth: true
                    name: qsTr("Total")
                    amount: root.below.total
                    strong: true
                    size: Theme.strong
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.whole

                SumLine {
                    Layout.fillWidth: true
                    visible: name !== ""
                    name: root.below.plan
                    strong: true
                }
                NotedLine {
                    Layout.fillWidth: true
                    name: qsTr("Data used")
                    note: qsTr("%1 K; raw: %2 bytes").arg(root.below.volumeKb).arg(root.below.rawBytes)
                    amount: root.below.volume
                }
                SumLine {
                    Layout.fillWidth: true
                    name: qsTr("Calls")
                    amount: root.below.calls
                }
                SumLine {
                    Layout.fillWidth: true
                    name: qsTr("Messages")
                    amount: root.below.messages
                }
                Label {
                    Layout.fillWidth: true
                    visible: text !== ""
                    text: root.below.asOf
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
            }
        }
    }
}
