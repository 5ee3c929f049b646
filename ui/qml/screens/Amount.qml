pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 2: whose account, what is owed, how much to pay.
Screen {
    id: root

    readonly property var nothing: ({"fen": "", "text": "", "arrears": false})  // of an empty place

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
                text: root.body.typing ? qsTr("Enter an amount") : qsTr("How much?")
                note: root.body.typing ? "" : qsTr("Please check that this is the right number")
            }
            Card {
                Layout.fillWidth: true

                AccountLine {
                    objectName: "account"
                    Layout.fillWidth: true
                    number: root.body.number
                    name: root.body.name
                    size: root.body.typing || Theme.landscape || Theme.large ? Theme.strong : Theme.heading
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    visible: !root.body.offline && !(root.body.typing && Theme.large)
                    spacing: 0

                    Label {
                        Layout.fillWidth: true
                        text: root.body.owes ? qsTr("Owed") : qsTr("Balance")
                        color: Theme.inkSoft
                    }
                    Figure {
                        objectName: "owed"
                        Layout.fillWidth: true
                        text: root.body.owes ? root.body.arrears : root.body.balance
                        color: root.body.owes ? Theme.bad : Theme.good
                        font.pixelSize: root.body.typing ? Theme.number : Theme.amount
                    }
                }
                RowLayout {
                    Layout.fillWidth: true
                    visible: root.body.service.known && !root.body.typing
                    spacing: Theme.gap

                    Mark {
                        state_: root.body.service.stopped ? "failed" : "done"
                    }
                    Label {
                        objectName: "service_state"
                        Layout.fillWidth: true
                        text: root.body.service.text
                        color: root.body.service.stopped ? Theme.bad : Theme.good
                        strong: root.body.service.stopped
                    }
                }
            }
            Banner {
                Layout.fillWidth: true
                text: root.body.offline ? qsTr("The line is down: we can't show the name or what is owed. You can still pay.") : ""
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
        }
        GridLayout {
            id: choices
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: lines * (Theme.landscape ? 36 : 49) * Theme.mm
            Layout.alignment: Qt.AlignTop
            visible: !root.body.typing
            readonly property int lines: Math.ceil(root.body.choices.length / columns) + 2
            columns: Theme.landscape ? 2 : 3
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            uniformCellWidths: true

            Repeater {
                model: Places {
                    rows: root.body.choices
                    ahead: 4
                }

                PictureButton {
                    required property int place
                    readonly property var modelData: root.body.choices[place] ?? root.nothing

                    visible: place < root.body.choices.length
                    objectName: "amount_" + modelData.fen
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumHeight: implicitHeight
                    Layout.preferredHeight: (Theme.landscape ? 24 : Theme.large ? 32 : 42) * Theme.mm
                    Layout.columnSpan: modelData.arrears ? choices.columns : 1
                    main: true
                    strong: true
                    kind: modelData.arrears ? "primary" : "plain"
                    size: modelData.arrears ? Theme.number : Theme.digit
                    text: modelData.text
                    note: modelData.arrears ? qsTr("everything owed") : ""
                    onTapped: root.terminal.act("amount", modelData.fen)
                }
            }
            PressButton {
                objectName: "amount_other"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: implicitHeight
                Layout.preferredHeight: (Theme.landscape ? 22 : 28) * Theme.mm
                Layout.columnSpan: choices.columns
                main: true
                kind: "soft"
                size: Theme.strong
                text: qsTr("Another amount")
                onTapped: root.terminal.act("amount_other", "")
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: root.body.typing
            spacing: Theme.gap

            Card {
                Layout.fillWidth: true
                padding: Theme.gap
                edge: Theme.accent
                edgeWidth: 2 * Theme.line
                spacing: 0

                Figure {
                    objectName: "typed"
                    Layout.fillWidth: true
                    horizontalAlignment: Text.AlignHCenter
                    text: root.body.typed === "" ? "¥" : root.body.typed
                    color: Theme.accent
                    font.pixelSize: Theme.large ? Theme.number : Theme.figure
                }
                Label {
                    Layout.fillWidth: true
                    horizontalAlignment: Text.AlignHCenter
                    text: qsTr("%1 to %2, whole yuan").arg(root.body.minimum).arg(root.body.maximum)
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
            }
            Keypad {
                Layout.fillWidth: true
                Layout.fillHeight: true
                terminal: root.terminal
            }
            PressButton {
                objectName: "confirm"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                size: Theme.strong
                enabled: root.body.typed !== ""
                text: root.body.typed === "" ? qsTr("Next ›") : qsTr("Pay %1 ›").arg(root.body.typed)
                onTapped: root.terminal.act("confirm", "")
            }
        }
    }
}
