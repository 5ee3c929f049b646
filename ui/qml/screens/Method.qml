pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 3: how to pay, and what to know before the first note. Choosing cash is the consent to all of it.
Screen {
    id: root

    readonly property bool many: body.conditions.length > 2
    readonly property int words: Theme.landscape || Theme.large || many ? Theme.body : Theme.strong

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.alignment: Qt.AlignTop
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: qsTr("Before you pay")
            }
            Card {
                Layout.fillWidth: true

                AccountLine {
                    Layout.fillWidth: true
                    number: root.body.number
                    name: root.body.name
                    size: Theme.landscape || Theme.large ? Theme.body : root.many ? Theme.strong : Theme.heading
                }
                Figure {
                    objectName: "amount"
                    Layout.fillWidth: true
                    text: root.body.amount
                    color: Theme.accent
                    font.pixelSize: Theme.large && root.many ? Theme.number : root.many && !Theme.landscape ? 0.75 * Theme.amount : Theme.amount
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.body.cashWorks

                Label {
                    Layout.fillWidth: true
                    visible: !Theme.large
                    text: qsTr("Notes that are taken")
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
                NoteRow {
                    Layout.fillWidth: true
                    notes: root.body.notes
                    most: (Theme.landscape || Theme.large || root.many ? 16 : 26) * Theme.mm
                }
            }
            Label {
                objectName: "card_problem"
                Layout.fillWidth: true
                visible: root.body.cardProblem !== "" && (!Theme.large || !root.many)
                text: root.body.cardProblem
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            PayKey {
                objectName: "pay_cash"
                Layout.fillWidth: true
                visible: root.body.cashWorks && Theme.landscape
                terminal: root.terminal
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.pad

            Card {
                Layout.fillWidth: true
                visible: root.body.cashWorks && root.body.conditions.length > 0
                color: Theme.warnSoft
                edge: Theme.warnEdge
                padding: Theme.large ? Theme.gap : Theme.pad
                spacing: Theme.landscape || Theme.large ? Theme.gap : Theme.pad

                Repeater {
                    model: root.body.conditions

                    RowLayout {
                        id: condition
                        required property string modelData
                        required property int index

                        Layout.fillWidth: true
                        spacing: Theme.gap

                        Mark {
                            Layout.alignment: Qt.AlignTop
                            Layout.topMargin: Math.round(0.15 * root.words)
                            state_: "alert"
                            size: Math.round(root.words * 1.15)
                        }
                        Label {
                            Layout.fillWidth: true
                            text: condition.modelData
                            color: Theme.warn
                            strong: condition.index === 0
                            font.pixelSize: condition.index === 0 && root.words === Theme.strong ? Theme.heading : root.words
                        }
                    }
                }
            }
            Banner {
                objectName: "cash_problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.cashProblem
            }
            Item {
                Layout.fillHeight: true
            }
            PayKey {
                objectName: "pay_cash"
                Layout.fillWidth: true
                visible: root.body.cashWorks && !Theme.landscape
                terminal: root.terminal
            }
        }
    }
}
