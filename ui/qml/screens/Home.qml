pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// One job, the largest thing on the page; around it what helps to do it, and what works right now.
Screen {
    id: root

    readonly property bool asks: body.keys.length > 0  // there is more to come for than paying
    readonly property bool crowded: asks && body.hasMenu && Theme.large && body.notices.length > 1  // the menu has the services too
    readonly property bool roomy: !Theme.large || body.notices.length === 0  // what is out of order comes before what explains

    function emptied(blank) {
        return body;  // nobody's data ever: it need not be filled again when the visit ends
    }

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                size: Theme.large ? Theme.heading : Theme.number
                text: qsTr("Welcome")
                note: !root.body.canPay ? "" : root.asks ? qsTr("What would you like to do?") : qsTr("Your phone bill is paid here in four steps.")
            }
            PayField {
                objectName: "home_pay"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: implicitHeight
                Layout.preferredHeight: Layout.minimumHeight
                enabled: root.body.canPay
                cash: root.body.cash
                card: root.body.card
                onTapped: root.terminal.act("service", "pay_bill")
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            spacing: Theme.pad

            Repeater {
                model: root.body.notices

                Banner {
                    required property string modelData

                    Layout.fillWidth: true
                    text: modelData
                }
            }
            GridLayout {
                objectName: "services"
                Layout.fillWidth: true
                visible: root.asks
                columns: 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true
                uniformCellHeights: true

                Repeater {
                    model: root.crowded ? [] : root.body.keys

                    ServiceButton {
                        required property var modelData

                        terminal: root.terminal
                        service: modelData.id
                        text: modelData.text
                    }
                }
                ServiceButton {
                    Layout.columnSpan: !root.crowded && root.body.keys.length % 2 ? 1 : 2
                    visible: root.body.hasMenu
                    terminal: root.terminal
                    service: "menu"
                    kind: "soft"
                    text: qsTr("All services")
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.roomy && root.body.notices.length < 2 && !root.asks

                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.landscape ? 2 : 4
                    columnSpacing: Theme.gap
                    rowSpacing: Theme.gap
                    uniformCellWidths: true

                    Repeater {
                        model: [qsTr("Number"), qsTr("Amount"), !root.body.card ? qsTr("Put in notes") : root.body.cash ? qsTr("Cash or card") : qsTr("Pay by card"), qsTr("Receipt and text")]

                        GridLayout {
                            id: stepCell
                            required property string modelData
                            required property int index

                            Layout.fillWidth: true
                            Layout.alignment: Qt.AlignTop
                            columns: Theme.landscape ? 2 : 1
                            columnSpacing: Theme.gap
                            rowSpacing: Theme.gap

                            StepPicture {
                                Layout.alignment: Theme.landscape ? Qt.AlignVCenter : Qt.AlignHCenter
                                step: stepCell.index
                                cash: root.body.cash
                                card: root.body.card
                                size: (Theme.landscape ? 18 : 28) * Theme.mm
                            }
                            Label {
                                Layout.fillWidth: true
                                horizontalAlignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
                                text: stepCell.index + 1 + " " + stepCell.modelData
                                strong: true
                                font.pixelSize: Theme.caption
                            }
                        }
                    }
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.body.notes.length > 0 && root.roomy && !(root.asks && (Theme.large || root.body.notices.length > 1))

                Label {
                    Layout.fillWidth: true
                    text: qsTr("These notes are taken. No coins, no change.")
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
                NoteRow {
                    Layout.fillWidth: true
                    notes: root.body.notes
                    most: (Theme.landscape || Theme.large ? 16 : 22) * Theme.mm
                }
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            GridLayout {
                objectName: "lamps"
                Layout.fillWidth: true
                visible: !root.crowded && !(Theme.tight && root.asks && root.body.notices.length > 0)  // the notices say what is out
                columns: Theme.landscape || Theme.large ? 2 : 4
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: Theme.landscape || Theme.large

                Repeater {
                    model: root.body.lamps.length

                    Lamp {
                        required property int index
                        readonly property var lamp: root.body.lamps[index] ?? {"mark": "skipped", "text": ""}

                        Layout.fillWidth: true
                        mark: lamp.mark
                        text: lamp.text
                    }
                }
            }
        }
    }
}
