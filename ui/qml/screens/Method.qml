pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 3: how to pay, and what to know before the first note. Choosing cash is the consent to all of it.
Screen {
    id: root

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
                implicitHeight: what.implicitHeight + 2 * Theme.pad

                ColumnLayout {
                    id: what
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad
                    spacing: Theme.gap

                    AccountLine {
                        Layout.fillWidth: true
                        number: root.body.number
                        name: root.body.name
                        size: Theme.strong
                    }
                    FittedLabel {
                        objectName: "amount"
                        Layout.fillWidth: true
                        text: root.body.amount
                        strong: true
                        color: Theme.accent
                        font.pixelSize: Theme.large && root.body.conditions.length > 2 ? Theme.number : Theme.amount
                    }
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                visible: root.body.cashWorks
                spacing: Theme.gap

                Label {
                    Layout.fillWidth: true
                    visible: !Theme.large
                    text: qsTr("Notes that are taken")
                    color: Theme.inkSoft
                }
                NoteRow {
                    Layout.fillWidth: true
                    notes: root.body.notes
                    size: (Theme.landscape || Theme.large ? 14 : 19) * Theme.mm
                }
            }
            Label {
                objectName: "card_problem"
                Layout.fillWidth: true
                visible: root.body.cardProblem !== "" && (!Theme.large || root.body.conditions.length < 3)
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
                border.color: Theme.warnEdge
                implicitHeight: conditions.implicitHeight + 2 * (Theme.large ? Theme.gap : Theme.pad)

                ColumnLayout {
                    id: conditions
                    objectName: "conditions"
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad
                    spacing: Theme.gap

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
                                state_: "alert"
                            }
                            Label {
                                Layout.fillWidth: true
                                text: condition.modelData
                                color: Theme.warn
                                strong: condition.index === 0
                            }
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
