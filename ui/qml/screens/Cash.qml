pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 4: what is in, what was to be paid, what is left, and every note on its way.
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
            Layout.alignment: Qt.AlignTop
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: root.body.finishing ? qsTr("Finishing …")
                      : root.body.accepting ? qsTr("Put in notes, one by one") : qsTr("One moment, please")
            }
            AccountLine {
                Layout.fillWidth: true
                number: root.body.number
                name: root.body.name
            }
            Card {
                Layout.fillWidth: true
                implicitHeight: money.implicitHeight + 2 * Theme.pad

                ColumnLayout {
                    id: money
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.pad
                    spacing: Theme.gap

                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.gap

                        ColumnLayout {
                            Layout.fillWidth: true
                            spacing: 0

                            Label {
                                Layout.fillWidth: true
                                text: qsTr("Put in")
                                color: Theme.inkSoft
                            }
                            FittedLabel {
                                objectName: "inserted"
                                Layout.fillWidth: true
                                text: root.body.inserted
                                strong: true
                                color: Theme.accent
                                font.pixelSize: Theme.amount
                            }
                        }
                        NoteSlot {
                            objectName: "slot"
                            visible: !Theme.landscape || !Theme.large
                            size: (Theme.landscape ? 30 : 56) * Theme.mm
                            accepting: root.body.accepting
                            moving: root.body.moving
                            yuan: root.body.moving === "" ? "" : root.body.notes[root.body.notes.length - 1].yuan
                        }
                    }
                    Rectangle {
                        Layout.fillWidth: true
                        implicitHeight: Math.round(4 * Theme.mm)
                        radius: height / 2
                        color: Theme.track

                        Rectangle {
                            width: parent.width * root.body.share
                            height: parent.height
                            radius: height / 2
                            color: root.body.enough ? Theme.good : Theme.accent
                        }
                    }
                    GridLayout {
                        Layout.fillWidth: true
                        columns: Theme.large ? 1 : 2

                        Label {
                            objectName: "to_pay"
                            Layout.fillWidth: true
                            text: qsTr("To pay %1").arg(root.body.amount)
                            color: Theme.inkSoft
                        }
                        Label {
                            objectName: "left"
                            Layout.fillWidth: true
                            horizontalAlignment: Theme.large ? Text.AlignLeft : Text.AlignRight
                            strong: true
                            color: root.body.enough ? Theme.good : Theme.ink
                            text: root.body.over ? qsTr("%1 too much, credited").arg(root.body.surplus)
                                  : root.body.enough ? qsTr("All in") : qsTr("%1 left").arg(root.body.left)
                        }
                    }
                }
            }
            Banner {
                objectName: "cash_message"
                Layout.fillWidth: true
                visible: text !== "" && !Theme.landscape
                text: root.body.message
            }
            Label {
                Layout.fillWidth: true
                visible: root.body.stopped && root.body.message === "" && !Theme.tight
                text: root.body.enough ? qsTr("The stopped line is reconnected after the payment.")
                      : qsTr("The stopped line is reconnected once everything owed is paid.")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gap

            Banner {
                objectName: "cash_message"
                Layout.fillWidth: true
                visible: text !== "" && Theme.landscape
                text: root.body.message
            }
            Item {
                id: space
                objectName: "notes"
                readonly property int rowHeight: Theme.noteLine + Theme.gap
                readonly property int summaryHeight: Math.round(Theme.caption * 1.8)
                readonly property int fits: Math.max(1, Math.floor((height - summaryHeight + Theme.gap) / rowHeight))
                readonly property int first: Math.max(0, root.body.notes.length - fits)

                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: root.body.notes.length > 1 ? rowHeight + summaryHeight : rowHeight
                clip: true

                Label {
                    id: summary
                    anchors.left: parent.left
                    anchors.right: parent.right
                    visible: space.first > 0
                    text: qsTr("%n note(s) in the box, the newest:", "", root.body.count)
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
                Column {
                    anchors.left: parent.left
                    anchors.right: parent.right
                    y: space.first > 0 ? space.summaryHeight : 0
                    spacing: Theme.gap

                    Repeater {
                        model: root.body.notes.slice(space.first)

                        NoteLine {
                            required property var modelData

                            width: parent.width
                            note: modelData
                        }
                    }
                }
                ColumnLayout {
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.top: parent.top
                    visible: root.body.notes.length === 0
                    spacing: Theme.gap

                    Label {
                        Layout.fillWidth: true
                        text: qsTr("Notes that are taken")
                        color: Theme.inkSoft
                    }
                    NoteRow {
                        Layout.fillWidth: true
                        notes: root.body.denominations
                        size: (Theme.landscape ? 14 : 19) * Theme.mm
                    }
                }
            }
            Label {
                Layout.fillWidth: true
                visible: root.body.notes.length > 0 && (root.body.message === "" || !Theme.large) && !Theme.tight
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("No change. What is too much is credited to this number.")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            PressButton {
                objectName: "finish"
                Layout.fillWidth: true
                Layout.preferredHeight: (Theme.landscape ? 26 : Theme.large ? 32 : 36) * Theme.mm
                main: true
                kind: "primary"
                size: Theme.heading
                enabled: root.body.canFinish && !root.body.finishing
                text: root.body.finishing ? qsTr("The last note …")
                      : root.body.canFinish ? qsTr("Finish, pay %1").arg(root.body.inserted) : qsTr("Finish")
                onTapped: root.terminal.act("finish", "")
            }
        }
    }
}
