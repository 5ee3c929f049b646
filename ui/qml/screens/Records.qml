pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Where every fen is, whether the ledger is sound, and the last payments: nothing on this page changes anything.
Screen {
    id: root

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: qsTr("Records")
            who: root.body.who
        }
        StaffScroll {
            Banner {
                objectName: "doing"
                Layout.fillWidth: true
                kind: root.body.unread ? "bad" : "info"
                text: root.body.unread ? qsTr("The ledger could not be read now. Nothing is lost; please try again.") : root.body.busy && !root.body.read ? qsTr("Reading …") : ""
            }
            Repeater {
                model: root.body.equations

                Card {
                    id: equation
                    required property var modelData

                    objectName: "equation"
                    Layout.fillWidth: true
                    edge: modelData.holds ? Theme.good : Theme.bad
                    padding: Math.round(4 * Theme.mm)
                    spacing: Math.round(1.2 * Theme.mm)

                    SumLine {
                        Layout.fillWidth: true
                        name: equation.modelData.name
                        amount: equation.modelData.whole
                        strong: true
                        size: Theme.strong
                    }
                    Flow {
                        Layout.fillWidth: true
                        spacing: Theme.gap

                        Repeater {
                            model: equation.modelData.parts

                            Label {
                                required property var modelData
                                required property int index

                                text: (index ? "+ " : "= ") + modelData.name + " " + modelData.amount
                                wrapMode: Text.NoWrap
                            }
                        }
                    }
                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.gap

                        Mark {
                            state_: equation.modelData.holds ? "done" : "failed"
                            size: Theme.caption
                        }
                        Label {
                            objectName: "equation_end"
                            Layout.fillWidth: true
                            text: equation.modelData.holds ? qsTr("Equal: every fen is in one place") : qsTr("%1 are not explained: call the manager").arg(equation.modelData.difference)
                            color: equation.modelData.holds ? Theme.good : Theme.bad
                            strong: true
                            font.pixelSize: Theme.caption
                        }
                    }
                }
            }
            Label {
                Layout.fillWidth: true
                visible: root.body.blind
                text: qsTr("Hidden: whoever counts the box does not see what it should hold.")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            Card {
                objectName: "ledger"
                Layout.fillWidth: true
                padding: Math.round(4 * Theme.mm)
                spacing: Math.round(1.2 * Theme.mm)

                RowLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap

                    Mark {
                        Layout.alignment: Qt.AlignTop
                        state_: root.body.ledgerKind === "bad" ? "failed" : root.body.ledgerKind === "good" ? "done" : "waiting"
                        size: Theme.body
                    }
                    Label {
                        Layout.fillWidth: true
                        text: root.body.ledger
                        color: root.body.ledgerKind === "bad" ? Theme.bad : Theme.ink
                        strong: true
                    }
                }
                Label {
                    Layout.fillWidth: true
                    visible: root.body.journal !== ""
                    text: root.body.journal
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
            }
            Label {
                Layout.fillWidth: true
                visible: root.body.read
                text: root.body.payments.length > 0 ? qsTr("Last payments") : qsTr("There are no payments yet.")
                strong: true
            }
            GridLayout {
                Layout.fillWidth: true
                columns: Theme.landscape && !Theme.large ? 2 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: root.body.payments

                    Card {
                        id: payment
                        required property var modelData

                        Layout.fillWidth: true
                        padding: Math.round(2.6 * Theme.mm)
                        spacing: 0

                        RowLayout {
                            Layout.fillWidth: true
                            spacing: Theme.gap

                            Mark {
                                state_: payment.modelData.mark
                                size: Theme.caption
                            }
                            Label {
                                text: payment.modelData.state
                                strong: true
                                font.pixelSize: Theme.caption
                            }
                            Label {
                                Layout.fillWidth: true
                                text: payment.modelData.number
                                font.pixelSize: Theme.caption
                            }
                            Label {
                                text: payment.modelData.amount
                                strong: true
                                wrapMode: Text.NoWrap
                            }
                        }
                        Label {
                            Layout.fillWidth: true
                            text: [payment.modelData.at, payment.modelData.more, payment.modelData.receipt].filter(part => part !== "").join(" · ")
                            color: Theme.inkSoft
                            font.pixelSize: Theme.caption
                        }
                    }
                }
            }
        }
        PressButton {
            objectName: "find"
            Layout.fillWidth: true
            kind: "soft"
            text: qsTr("Find a payment or note by its slip ›")
            onTapped: root.terminal.act("console", "journey")
        }
        PressButton {
            objectName: "read_again"
            Layout.fillWidth: true
            kind: "soft"
            enabled: !root.body.busy
            text: root.body.busy ? qsTr("Reading …") : qsTr("Read again")
            onTapped: root.terminal.act("console", "records")
        }
    }
}
