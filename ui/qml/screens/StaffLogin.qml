pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// The staff's way in: a number, a PIN that is only counted, and the one thing that needs neither.
Screen {
    id: root

    readonly property bool crowded: Theme.large && body.problem !== ""

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            spacing: Theme.gap

            PageTitle {
                Layout.fillWidth: true
                size: Theme.large ? Theme.strong : Theme.heading
                text: root.body.title
                note: root.crowded ? "" : root.body.note
            }
            Card {
                Layout.fillWidth: true
                edge: root.body.problem !== "" ? Theme.bad : Theme.accent
                edgeWidth: 2 * Theme.line
                padding: Math.round((Theme.large ? 4 : 7) * Theme.mm)

                Figure {
                    objectName: "staff_digits"
                    Layout.fillWidth: true
                    visible: root.body.isId
                    horizontalAlignment: Text.AlignHCenter
                    text: root.body.digits === "" ? "—" : root.body.digits
                    font.pixelSize: Theme.number
                }
                Row {
                    objectName: "dots"
                    Layout.alignment: Qt.AlignHCenter
                    visible: !root.body.isId
                    spacing: Math.round((root.body.dots.length > 8 ? 2.4 : 5) * Theme.mm)

                    Repeater {
                        model: root.body.dots

                        Rectangle {
                            required property bool modelData

                            width: Math.round((root.body.dots.length > 8 ? 7 : 10) * Theme.mm)
                            height: width
                            radius: width / 2
                            color: modelData ? Theme.ink : Theme.card
                            border.width: 2 * Theme.line
                            border.color: modelData ? Theme.ink : Theme.unlit
                        }
                    }
                }
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
            Banner {
                objectName: "unlocked"
                Layout.fillWidth: true
                kind: "good"
                text: root.body.busy ? "" : root.body.unlocked
            }
            Banner {
                objectName: "doing"
                Layout.fillWidth: true
                kind: "info"
                text: root.body.busy ? qsTr("Checking …") : ""
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            WayOn {
                visible: Theme.landscape
                names: Theme.landscape ? ["confirm", "change_paper", "unlock"] : ["confirm_landscape", "change_paper_landscape", "unlock_landscape"]
            }
        }
        Keypad {
            Layout.fillWidth: true
            Layout.fillHeight: true
            terminal: root.terminal
            enabled: !root.body.busy
        }
        WayOn {
            visible: !Theme.landscape
            names: Theme.landscape ? ["confirm_portrait", "change_paper_portrait", "unlock_portrait"] : ["confirm", "change_paper", "unlock"]
        }
    }

    component WayOn: ColumnLayout {
        id: keys
        required property list<string> names

        Layout.fillWidth: true
        Layout.fillHeight: false
        spacing: Theme.gap

        PressButton {
            objectName: keys.names[0]
            Layout.fillWidth: true
            main: true
            kind: "primary"
            size: Theme.strong
            enabled: root.body.canConfirm
            text: root.body.last ? qsTr("Log in ›") : qsTr("Next ›")
            onTapped: root.terminal.act("confirm", "")
        }
        PressButton {
            objectName: keys.names[1]
            Layout.fillWidth: true
            visible: root.body.canChangePaper
            kind: "soft"
            text: qsTr("Change paper, no PIN needed")
            onTapped: root.terminal.act("console", "paper")
        }
        PressButton {
            objectName: keys.names[2]
            Layout.fillWidth: true
            visible: root.body.canUnlock
            kind: "soft"
            text: qsTr("Lift the lock by code, over the telephone")
            onTapped: root.terminal.act("unlock", "")
        }
    }
}
