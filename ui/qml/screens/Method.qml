pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 3: how to pay, and what to know before the first note. Choosing cash is the consent to all of it. A way that can't
// be used says why.
Screen {
    id: root

    readonly property bool many: body.conditions.length > 2
    readonly property bool both: body.cashWorks && body.cardWorks
    readonly property bool onlyCard: body.cardWorks && !body.cashWorks
    readonly property bool neither: !body.cashWorks && !body.cardWorks
    readonly property bool crowded: Theme.large && many && !Theme.landscape
    readonly property bool wordy: body.conditions.join("").length > 70
    readonly property bool dense: many || body.cashWorks && body.cardFitted && (wordy || !body.cardWorks)
    readonly property int words: Theme.landscape || Theme.large || many || !both && dense ? Theme.body : Theme.strong

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
                visible: !root.crowded || !root.body.cardFitted
                text: root.both ? qsTr("How would you like to pay?")
                      : root.onlyCard ? qsTr("Pay by bank card") : qsTr("Before you pay")
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
                    font.pixelSize: Theme.large && root.many ? Theme.number : root.dense && !Theme.landscape && !Theme.large ? 0.75 * Theme.amount : Theme.amount
                }
            }
            Card {
                Layout.fillWidth: true
                visible: root.body.cashWorks && !(root.body.cardFitted && !root.both && (root.crowded || Theme.tight))

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
                objectName: "card_not_fitted"
                Layout.fillWidth: true
                visible: !root.body.cardFitted && !root.crowded && !(Theme.tight && root.many)
                text: root.body.cardProblem
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            Banner {
                objectName: "card_problem"
                Layout.fillWidth: true
                visible: text !== "" && root.body.cardFitted && Theme.landscape
                kind: root.neither ? "bad" : "warn"
                text: root.body.cardProblem
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            PayKey {
                visible: Theme.landscape && (root.body.cardWorks || root.body.cashWorks)
                method: root.body.cardWorks ? "card" : "cash"
                alone: !root.both
                amount: root.body.amount
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
                spacing: Theme.tight && root.many ? Theme.gap / 2 : Theme.landscape || Theme.large ? Theme.gap : Theme.pad

                Repeater {
                    model: Places {
                        rows: root.body.conditions
                        ahead: 3
                    }

                    RowLayout {
                        id: condition
                        required property int place

                        visible: place < root.body.conditions.length
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
                            text: root.body.conditions[condition.place] ?? ""
                            color: Theme.warn
                            strong: condition.place === 0
                            font.pixelSize: condition.place === 0 && root.words === Theme.strong ? Theme.heading : root.words
                        }
                    }
                }
            }
            Banner {
                objectName: "cash_problem"
                Layout.fillWidth: true
                kind: root.neither ? "bad" : "warn"
                text: root.body.cashProblem
            }
            Banner {
                objectName: "card_problem"
                Layout.fillWidth: true
                visible: text !== "" && root.body.cardFitted && !Theme.landscape
                kind: root.neither ? "bad" : "warn"
                text: root.body.cardProblem
            }
            Label {
                objectName: "elsewhere"
                Layout.fillWidth: true
                visible: root.neither
                text: qsTr("Please use another terminal or the counter.")
                strong: true
            }
            Banner {
                objectName: "how_by_card"
                Layout.fillWidth: true
                visible: text !== ""
                kind: "info"
                text: root.onlyCard ? qsTr("The card terminal takes the card and the PIN; never type a PIN on this screen.") : ""
            }
            CardTerminalPicture {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: root.onlyCard
                opacity: height > 30 * Theme.mm ? 1 : 0
            }
            Item {
                Layout.fillHeight: true
                visible: !root.onlyCard
            }
            RowLayout {
                Layout.fillWidth: true
                visible: !Theme.landscape || root.both
                spacing: Theme.pad
                uniformCellSizes: true

                PayKey {
                    visible: root.body.cashWorks
                    method: "cash"
                    alone: !root.both
                    terminal: root.terminal
                }
                PayKey {
                    visible: root.body.cardWorks && !Theme.landscape
                    method: "card"
                    alone: !root.both
                    amount: root.body.amount
                    terminal: root.terminal
                }
            }
        }
    }
}
