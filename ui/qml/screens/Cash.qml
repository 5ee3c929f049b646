pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 4: what is in, what was to be paid, what is left, the note on its way, and what happens next.
Screen {
    id: root

    readonly property bool empty: body.newest.step === ""
    readonly property bool crowded: Theme.large && body.canPayRest  // two keys: the explanations make room for them
    readonly property bool full: Theme.large && !Theme.landscape && body.message !== ""

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
                      : root.body.accepting ? qsTr("Put in notes, one by one")
                      : root.body.full ? qsTr("Limit reached") : qsTr("One moment, please")
            }
            AccountLine {
                Layout.fillWidth: true
                number: root.body.number
                name: root.body.name
            }
            Card {
                Layout.fillWidth: true

                Label {
                    Layout.fillWidth: true
                    text: qsTr("Put in")
                    color: Theme.inkSoft
                }
                Figure {
                    objectName: "inserted"
                    Layout.fillWidth: true
                    text: root.body.inserted
                    color: root.body.enough ? Theme.good : Theme.accent
                    font.pixelSize: Theme.large && (root.body.message !== "" || root.crowded) ? Theme.figure : Theme.amount
                }
                Rectangle {
                    Layout.fillWidth: true
                    implicitHeight: Math.round(5 * Theme.mm)
                    radius: height / 2
                    color: Theme.track

                    Rectangle {
                        property real share: root.body.share

                        width: parent.width * share
                        height: parent.height
                        radius: height / 2
                        color: root.body.enough ? Theme.good : Theme.accent

                        Behavior on share {
                            enabled: root.visible
                            NumberAnimation { duration: 250; easing.type: Easing.OutQuad }
                        }
                    }
                }
                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.large && !root.crowded || Theme.landscape ? 1 : 2
                    rowSpacing: 0

                    Label {
                        objectName: "to_pay"
                        Layout.fillWidth: true
                        text: qsTr("To pay %1").arg(root.body.amount)
                        color: Theme.inkSoft
                        font.pixelSize: Theme.large ? Theme.body : Theme.strong
                    }
                    Label {
                        objectName: "left"
                        Layout.fillWidth: true
                        horizontalAlignment: Theme.large && !root.crowded || Theme.landscape ? Text.AlignLeft : Text.AlignRight
                        strong: true
                        color: root.body.enough ? Theme.good : Theme.ink
                        font.pixelSize: Theme.large ? Theme.body : Theme.strong
                        text: root.body.over ? qsTr("%1 too much, credited").arg(root.body.surplus)
                              : root.body.enough ? qsTr("All in") : qsTr("%1 left").arg(root.body.left)
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
                visible: Theme.landscape && next.text !== ""
                text: next.text
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.pad

            Banner {
                objectName: "cash_message"
                Layout.fillWidth: true
                visible: text !== "" && Theme.landscape
                text: root.body.message
            }
            Card {
                Layout.fillWidth: true
                color: root.body.newest.returning ? Theme.warnSoft : root.body.newest.stacked ? Theme.card : Theme.accentSoft
                edge: root.body.newest.returning ? Theme.warnEdge : root.body.newest.stacked ? Theme.edge : Theme.accent

                RowLayout {
                    id: stage
                    Layout.fillWidth: true
                    spacing: Theme.pad
                    readonly property bool roomy: !Theme.tight && (!Theme.large || root.body.message === "")

                    NoteSlot {
                        objectName: "slot"
                        visible: stage.roomy
                        size: (Theme.landscape ? 46 : Theme.large ? 36 : root.body.message !== "" ? (root.body.canPayRest ? 36 : 46) : root.empty ? 84 : 60) * Theme.mm
                        accepting: root.body.accepting
                        hint: root.empty
                        moving: root.body.moving
                        yuan: root.body.newest.yuan
                    }
                    NewestNote {
                        Layout.fillWidth: true
                        visible: !root.empty
                        compact: stage.roomy
                        note: root.body.newest
                    }
                    Label {
                        Layout.fillWidth: true
                        visible: root.empty
                        text: root.body.accepting ? qsTr("Lay the note flat before the green light and push it gently.")
                              : root.body.full ? qsTr("The slot is closed.") : qsTr("The slot opens in a moment.")
                        font.pixelSize: Theme.large || Theme.landscape ? Theme.body : Theme.strong
                    }
                }
            }
            OlderNotes {
                id: older
                objectName: "notes"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: visible && root.body.older.length > 0 ? leastHeight : 0
                visible: !root.crowded || Theme.landscape || root.body.message === ""
                notes: root.body.older
                count: root.body.count
            }
            Item {
                Layout.fillHeight: true
                visible: !older.visible
            }
            ColumnLayout {
                Layout.fillWidth: true
                visible: root.empty && !(root.crowded && root.body.message !== "") || !Theme.landscape && !Theme.large && root.body.older.length === 0 && root.body.message === ""
                spacing: Theme.gap

                Label {
                    Layout.fillWidth: true
                    text: qsTr("Notes that are taken")
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
                NoteRow {
                    Layout.fillWidth: true
                    notes: root.body.denominations
                }
            }
            Label {
                id: next
                objectName: "next"
                Layout.fillWidth: true
                visible: !Theme.landscape && !root.crowded && !(root.body.canPayRest && root.body.message !== "") && (!Theme.large || !root.empty && root.body.message === "")
                horizontalAlignment: Text.AlignHCenter
                text: root.body.stopped && !root.body.enough ? qsTr("The stopped line is reconnected once everything owed is paid.")
                      : root.body.stopped ? qsTr("The stopped line is reconnected after the payment.")
                      : root.empty ? qsTr("Every note shows up here at once. Press Finish after the last one.")
                      : qsTr("No change. What is too much is credited to this number.")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            PressButton {
                objectName: "pay_card"
                Layout.fillWidth: true
                Layout.preferredHeight: (Theme.landscape ? 22 : Theme.large ? 22 : 28) * Theme.mm
                visible: root.body.canPayRest
                main: true
                kind: "soft"
                size: Theme.large ? Theme.body : Theme.strong
                text: root.body.any ? qsTr("Pay the remaining %1 by card").arg(root.body.left)
                      : qsTr("Pay %1 by card instead").arg(root.body.left)
                onTapped: root.terminal.act("card", "")
            }
            PressButton {
                objectName: "finish"
                Layout.fillWidth: true
                Layout.preferredHeight: (root.crowded ? 22 : root.full ? 21 : Theme.landscape || Theme.large ? 26 : root.body.canPayRest ? 32 : 42) * Theme.mm
                main: true
                kind: "primary"
                size: Theme.large ? Theme.strong : Theme.heading
                enabled: root.body.canFinish && !root.body.finishing
                text: root.body.finishing ? qsTr("The last note …")
                      : root.body.canFinish && root.body.any ? qsTr("Finish, pay %1").arg(root.body.inserted) : qsTr("Finish")
                onTapped: root.terminal.act("finish", "")
            }
        }
    }
}
