pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// The guided diagnosis: what can be tried and what came of it last; then one step at a time, with one thing to do.
Screen {
    id: root

    readonly property string step: body.step
    readonly property color tone: body.kind === "good" ? Theme.good : body.kind === "bad" ? Theme.bad : body.kind === "warn" ? Theme.warn : Theme.ink

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: root.step === "choosing" ? qsTr("Diagnosis") : root.body.title
            who: root.body.who
        }
        StaffScroll {
            visible: root.step === "choosing"

            GridLayout {
                Layout.fillWidth: true
                columns: Theme.landscape && !Theme.large ? 2 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: root.body.lines

                    Card {
                        id: line
                        required property var modelData

                        objectName: "test_" + modelData.item
                        Layout.fillWidth: true
                        Layout.minimumHeight: Theme.target
                        color: area.pressed ? Theme.pressed : Theme.card
                        edge: modelData.kind === "bad" ? Theme.badEdge : Theme.edge
                        padding: Math.round(2.6 * Theme.mm)
                        spacing: 0

                        RowLayout {
                            Layout.fillWidth: true
                            spacing: Theme.gap

                            Mark {
                                state_: line.modelData.mark
                                size: Math.round(Theme.body * 1.1)
                            }
                            ColumnLayout {
                                Layout.fillWidth: true
                                spacing: 0

                                Label {
                                    Layout.fillWidth: true
                                    text: line.modelData.name
                                    strong: true
                                }
                                Label {
                                    Layout.fillWidth: true
                                    visible: text !== ""
                                    text: [line.modelData.when, line.modelData.detail].filter(part => part !== "").join("  ·  ")
                                    color: Theme.inkSoft
                                    font.pixelSize: Theme.caption
                                }
                            }
                            Label {
                                Layout.maximumWidth: line.width * 0.45
                                text: line.modelData.outcome + " ›"
                                color: line.modelData.kind === "bad" ? Theme.bad : line.modelData.kind === "good" ? Theme.good : Theme.inkSoft
                                strong: true
                                horizontalAlignment: Text.AlignRight
                            }
                        }
                        MouseArea {
                            id: area
                            parent: line
                            objectName: line.objectName + "_area"
                            anchors.fill: parent
                            onClicked: root.terminal.act("test", line.modelData.item)
                        }
                    }
                }
            }
            Banner {
                objectName: "bundle"
                Layout.fillWidth: true
                kind: root.body.bundleFailed !== "" ? "bad" : "info"
                text: root.body.bundleFailed !== "" ? root.body.bundleFailed : root.body.bundle
            }
        }
        GridLayout {
            Layout.fillWidth: true
            visible: root.step === "choosing"
            columns: Theme.large && !Theme.landscape ? 1 : 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            uniformCellWidths: true

            PressButton {
                objectName: "test_all"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                text: qsTr("Try all, one by one")
                onTapped: root.terminal.act("test", "")
            }
            PressButton {
                objectName: "make_bundle"
                Layout.fillWidth: true
                main: true
                enabled: !root.body.bundleBusy
                text: root.body.bundleBusy ? qsTr("Being made …") : qsTr("Make a fault bundle")
                onTapped: root.terminal.act("bundle", "")
            }
        }
        Item {
            Layout.fillHeight: true
            Layout.preferredHeight: 1
            visible: root.step !== "choosing"
        }
        Card {
            objectName: "now"
            Layout.fillWidth: true
            visible: root.step !== "choosing" && root.step !== "touching"
            color: root.step !== "done" ? Theme.card : root.body.kind === "good" ? Theme.goodSoft : root.body.kind === "bad" ? Theme.badSoft : Theme.warnSoft
            edge: root.step === "done" ? root.tone : Theme.edge

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.pad

                Mark {
                    Layout.alignment: Qt.AlignTop
                    visible: root.step !== "asking"
                    state_: root.step === "done" ? root.body.mark : "waiting"
                    size: Math.round(14 * Theme.mm)
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Math.round(1.6 * Theme.mm)

                    Label {
                        objectName: "said"
                        Layout.fillWidth: true
                        text: root.step === "done" ? root.body.outcome : root.step === "asking" ? root.body.question : root.body.now
                        color: root.step === "done" ? root.tone : Theme.ink
                        strong: true
                        font.pixelSize: Theme.landscape || Theme.large ? Theme.strong : Math.round(Theme.strong * 1.25)
                    }
                    Label {
                        objectName: "detail"
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: [root.body.detail, root.step === "done" ? root.body.took : ""].filter(part => part !== "").join("  ·  ")
                        color: root.step === "done" ? root.tone : Theme.inkSoft
                    }
                }
            }
        }
        Banner {
            objectName: "trouble"
            Layout.fillWidth: true
            kind: "warn"
            text: root.body.trouble
        }
        RowLayout {
            Layout.fillWidth: true
            visible: root.step === "asking"
            spacing: Theme.gap
            uniformCellSizes: true

            PressButton {
                objectName: "answer_no"
                Layout.fillWidth: true
                main: true
                text: qsTr("No")
                onTapped: root.terminal.act("answer", "no")
            }
            PressButton {
                objectName: "answer_yes"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                text: qsTr("Yes")
                onTapped: root.terminal.act("answer", "yes")
            }
        }
        RowLayout {
            Layout.fillWidth: true
            visible: root.step === "done"
            spacing: Theme.gap
            uniformCellSizes: true

            PressButton {
                objectName: "test_again"
                Layout.fillWidth: true
                main: true
                text: qsTr("Once more")
                onTapped: root.terminal.act("test", root.body.item)
            }
            PressButton {
                objectName: "test_next"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                text: root.body.more ? qsTr("Next test") : qsTr("To the list")
                onTapped: root.terminal.act("next_test", "")
            }
        }
        PressButton {
            objectName: "skip"
            Layout.fillWidth: true
            visible: ["working", "inserting", "returning", "asking"].includes(root.step)
            enabled: !root.body.waits
            text: qsTr("Skip this test")
            onTapped: root.terminal.act("skip_test", "")
        }
        Item {
            Layout.fillHeight: true
            Layout.preferredHeight: 2
            visible: root.step !== "choosing"
        }
    }
    Loader {
        // over all of the glass, frame and footer too: an edge that feels nothing must not hide behind them
        parent: root.Window.contentItem
        anchors.fill: parent
        z: 1
        active: root.visible && root.step === "touching"
        sourceComponent: TouchGrid {
            terminal: root.terminal
            cells: root.body.cells
            words: root.body.toGo
        }
    }
}
