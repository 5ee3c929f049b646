pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// One device: how it is and what to do, what it was in this run, what it has done, and what went over its wire last.
Screen {
    id: root

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: root.body.card.name
            who: root.body.who
        }
        StaffScroll {
            DeviceCard {
                Layout.fillWidth: true
                terminal: root.terminal
                facts: root.body.card
                opens: false
            }
            GridLayout {
                Layout.fillWidth: true
                columns: Theme.landscape && !Theme.large ? 2 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Card {
                    objectName: "history"
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignTop
                    spacing: Math.round(1.2 * Theme.mm)

                    Label {
                        Layout.fillWidth: true
                        text: qsTr("Since the start")
                        strong: true
                    }
                    Label {
                        Layout.fillWidth: true
                        visible: root.body.history.length === 0
                        text: qsTr("Nothing has changed.")
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                    Repeater {
                        model: root.body.history

                        RowLayout {
                            id: line
                            required property var modelData

                            Layout.fillWidth: true
                            spacing: Theme.gap

                            Mark {
                                Layout.alignment: Qt.AlignTop
                                state_: line.modelData.mark
                                size: Theme.caption
                            }
                            ColumnLayout {
                                Layout.fillWidth: true
                                spacing: 0

                                Label {
                                    Layout.fillWidth: true
                                    text: qsTr("%1  %2").arg(line.modelData.at).arg(line.modelData.text)
                                    font.pixelSize: Theme.caption
                                }
                                Label {
                                    Layout.fillWidth: true
                                    visible: line.modelData.more !== ""
                                    text: line.modelData.more
                                    color: Theme.inkSoft
                                    font.pixelSize: Theme.caption
                                    wrapMode: Text.WrapAnywhere
                                }
                            }
                        }
                    }
                }
                Card {
                    objectName: "counters"
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignTop
                    visible: root.body.notes.length > 0 || root.body.jobs.length > 0 || root.body.paper !== ""
                    spacing: Math.round(1.2 * Theme.mm)

                    Label {
                        Layout.fillWidth: true
                        text: root.body.notes.length > 0 ? qsTr("In the box, by the ledger") : qsTr("Receipts")
                        strong: true
                    }
                    Repeater {
                        model: [...root.body.notes, ...root.body.jobs]

                        SumLine {
                            required property var modelData

                            Layout.fillWidth: true
                            name: modelData.name
                            amount: modelData.amount
                            size: Theme.caption
                        }
                    }
                    Label {
                        Layout.fillWidth: true
                        visible: root.body.blind
                        text: qsTr("Hidden: whoever counts the box does not see what it should hold.")
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                    SumLine {
                        Layout.fillWidth: true
                        visible: root.body.paper !== ""
                        name: qsTr("Paper left")
                        amount: root.body.paper
                        size: Theme.caption
                    }
                }
            }
            Card {
                objectName: "wire"
                Layout.fillWidth: true
                visible: root.body.hasWire
                spacing: Math.round(0.6 * Theme.mm)

                Label {
                    Layout.fillWidth: true
                    text: qsTr("Last on its wire")
                    strong: true
                }
                Label {
                    Layout.fillWidth: true
                    visible: root.body.frames.length === 0
                    text: root.body.unread ? qsTr("It could not be read now.") : root.body.busy ? qsTr("Reading …") : qsTr("Nothing yet.")
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
                Repeater {
                    model: root.body.frames

                    RowLayout {
                        id: frame_
                        required property var modelData

                        Layout.fillWidth: true
                        spacing: Theme.gap

                        Label {
                            Layout.alignment: Qt.AlignTop
                            text: frame_.modelData.at
                            color: Theme.inkSoft
                            font.pixelSize: Theme.caption
                            wrapMode: Text.NoWrap
                        }
                        Label {
                            Layout.fillWidth: true
                            text: frame_.modelData.text
                            font.pixelSize: Theme.caption
                            wrapMode: Text.Wrap
                        }
                    }
                }
            }
        }
        PressButton {
            objectName: "read_again"
            Layout.fillWidth: true
            visible: root.body.hasWire
            kind: "soft"
            enabled: !root.body.busy
            text: root.body.busy ? qsTr("Reading …") : qsTr("Read again")
            onTapped: root.terminal.act("console", "device:" + root.body.card.device)
        }
    }
}
