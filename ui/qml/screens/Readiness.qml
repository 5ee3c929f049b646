pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// May this terminal open? The verdict, what customers can do, what stands against it with what to do, and the last tests.
Screen {
    id: root

    readonly property color tone: body.kind === "good" ? Theme.good : body.kind === "warn" ? Theme.warn : Theme.bad

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: qsTr("Readiness")
            who: root.body.who
        }
        StaffScroll {
            Card {
                objectName: "verdict"
                Layout.fillWidth: true
                color: root.body.kind === "good" ? Theme.goodSoft : root.body.kind === "warn" ? Theme.warnSoft : Theme.badSoft
                edge: root.tone
                padding: Math.round(4 * Theme.mm)
                spacing: Math.round(1.6 * Theme.mm)

                Label {
                    Layout.fillWidth: true
                    text: root.body.verdict
                    color: root.tone
                    strong: true
                    font.pixelSize: Theme.heading
                }
                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.large ? 2 : 4
                    columnSpacing: Theme.gap
                    rowSpacing: Math.round(Theme.mm)
                    uniformCellWidths: true

                    Repeater {
                        model: root.body.services

                        RowLayout {
                            id: service
                            required property var modelData

                            Layout.fillWidth: true
                            spacing: Math.round(1.4 * Theme.mm)

                            Mark {
                                state_: service.modelData.works ? "done" : "failed"
                                size: Math.round(Theme.caption * 1.1)
                            }
                            Label {
                                Layout.fillWidth: true
                                text: service.modelData.text
                                color: root.tone
                                font.pixelSize: Theme.caption
                            }
                        }
                    }
                }
                Label {
                    objectName: "books"
                    Layout.fillWidth: true
                    text: [root.body.money, root.body.waiting].join("  ·  ")
                    color: root.tone
                    font.pixelSize: Theme.caption
                }
            }
            Repeater {
                model: root.body.findings

                Card {
                    id: finding
                    required property var modelData
                    readonly property color tone: modelData.kind === "bad" ? Theme.bad : Theme.warn

                    objectName: "finding_" + modelData.code
                    Layout.fillWidth: true
                    edge: modelData.kind === "bad" ? Theme.badEdge : Theme.warnEdge
                    padding: Math.round(3 * Theme.mm)
                    spacing: Math.round(Theme.mm)

                    Label {
                        Layout.fillWidth: true
                        text: finding.modelData.what
                        color: finding.tone
                        strong: true
                    }
                    Repeater {
                        model: finding.modelData.steps

                        RowLayout {
                            id: todo
                            required property string modelData
                            required property int index

                            Layout.fillWidth: true
                            spacing: Theme.gap

                            Label {
                                Layout.alignment: Qt.AlignTop
                                text: todo.index + 1
                                color: finding.tone
                                strong: true
                            }
                            Label {
                                Layout.fillWidth: true
                                text: todo.modelData
                            }
                        }
                    }
                    Label {
                        Layout.fillWidth: true
                        text: [finding.modelData.code, finding.modelData.raw].filter(part => part !== "").join("   ")
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                        wrapMode: Text.WrapAnywhere
                    }
                }
            }
            Label {
                Layout.fillWidth: true
                text: qsTr("Last tests")
                strong: true
            }
            GridLayout {
                Layout.fillWidth: true
                columns: Theme.large ? 1 : 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: root.body.tests

                    Card {
                        id: line
                        required property var modelData

                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        padding: Math.round(2.4 * Theme.mm)
                        spacing: 0

                        RowLayout {
                            Layout.fillWidth: true
                            spacing: Theme.gap

                            Mark {
                                Layout.alignment: Qt.AlignTop
                                state_: line.modelData.mark
                                size: Theme.body
                            }
                            ColumnLayout {
                                Layout.fillWidth: true
                                spacing: 0

                                Label {
                                    Layout.fillWidth: true
                                    text: line.modelData.name
                                    font.pixelSize: Theme.caption
                                    strong: true
                                }
                                Label {
                                    Layout.fillWidth: true
                                    text: [line.modelData.outcome, line.modelData.when].filter(part => part !== "").join("  ·  ")
                                    color: line.modelData.kind === "bad" ? Theme.bad : Theme.inkSoft
                                    font.pixelSize: Theme.caption
                                }
                            }
                        }
                    }
                }
            }
            Banner {
                objectName: "printed"
                Layout.fillWidth: true
                kind: root.body.printedKind
                text: root.body.printed
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            uniformCellSizes: true

            PressButton {
                objectName: "read_again"
                Layout.fillWidth: true
                main: true
                enabled: !root.body.busy
                text: root.body.busy ? qsTr("Reading …") : qsTr("Look again")
                onTapped: root.terminal.act("console", "readiness")
            }
            PressButton {
                objectName: "print"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                enabled: root.body.canPrint
                text: root.body.printing ? qsTr("Printing …") : qsTr("Print the report")
                onTapped: root.terminal.act("print", "")
            }
        }
    }
}
