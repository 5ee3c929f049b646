pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// One job, the largest thing on the page; around it what helps to do it, and what works right now.
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
            Layout.fillHeight: true
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: qsTr("Welcome")
                note: root.body.canPay ? qsTr("Touch the blue field to begin") : ""
            }
            Rectangle {
                id: pay
                objectName: "home_pay"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: payWords.implicitHeight + 2 * Theme.pad
                Layout.preferredHeight: Layout.minimumHeight
                enabled: root.body.canPay
                radius: Theme.radius * 1.5
                color: !enabled ? Theme.off : payArea.pressed ? Theme.accentPressed : Theme.accent

                ColumnLayout {
                    id: payWords
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad * 1.4
                    spacing: Theme.gap

                    RowLayout {
                        Layout.fillWidth: true

                        BigSign {
                            text: "¥"
                            off: !pay.enabled
                        }
                        Item {
                            Layout.fillWidth: true
                        }
                        BigSign {
                            text: "›"
                            round: true
                            off: !pay.enabled
                        }
                    }
                    FittedLabel {
                        Layout.fillWidth: true
                        text: qsTr("Pay a phone bill")
                        strong: true
                        color: pay.enabled ? Theme.accentWords : Theme.offWords
                        font.pixelSize: Theme.amount
                    }
                    Label {
                        Layout.fillWidth: true
                        text: pay.enabled ? qsTr("With cash, for any mobile number. No password needed.") : qsTr("Not possible here right now")
                        color: pay.enabled ? Theme.accentWordsSoft : Theme.offWords
                        font.pixelSize: Theme.strong
                    }
                }
                MouseArea {
                    id: payArea
                    anchors.fill: parent
                    onClicked: root.terminal.act("service", "pay_bill")
                }
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
            Card {
                Layout.fillWidth: true
                visible: !Theme.large || root.body.notices.length === 0
                implicitHeight: steps.implicitHeight + 2 * Theme.pad

                GridLayout {
                    id: steps
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad
                    columns: Theme.landscape ? 2 : 4
                    columnSpacing: Theme.gap
                    rowSpacing: Theme.gap
                    uniformCellWidths: true

                    Repeater {
                        model: [qsTr("Number"), qsTr("Amount"), qsTr("Put in notes"), qsTr("Receipt and text")]

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
                visible: root.body.notes.length > 0 && (!Theme.large || root.body.notices.length === 0)
                implicitHeight: taken.implicitHeight + 2 * Theme.pad

                ColumnLayout {
                    id: taken
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad
                    spacing: Theme.gap

                    Label {
                        Layout.fillWidth: true
                        text: qsTr("These notes are taken. No coins, no change.")
                        color: Theme.inkSoft
                    }
                    NoteRow {
                        Layout.fillWidth: true
                        notes: root.body.notes
                    }
                }
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            GridLayout {
                objectName: "lamps"
                Layout.fillWidth: true
                columns: Theme.landscape || Theme.large ? 2 : 4
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: Theme.landscape || Theme.large

                Repeater {
                    model: root.body.lamps

                    Lamp {
                        required property var modelData

                        Layout.fillWidth: true
                        mark: modelData.mark
                        text: modelData.text
                    }
                }
            }
        }
    }
}
