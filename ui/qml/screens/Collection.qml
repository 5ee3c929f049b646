pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// A swap of the sealed cash box: what is done, what hands do now, and what the eyes compare. No sum is on this page.
Screen {
    id: root

    readonly property bool beside: Theme.landscape && body.typing  // the keypad has the height of the page
    readonly property bool crowded: Theme.large && body.typing && body.problem !== ""  // then it is said in place of what to do

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: root.body.name === "" ? qsTr("Swap the cash box") : qsTr("Swap the cash box") + "  " + root.body.name
            who: root.body.who
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            columns: Theme.landscape && root.body.typing ? 2 : 1
            columnSpacing: Theme.pad
            rowSpacing: Theme.gap
            uniformCellWidths: true

            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: Theme.landscape || !root.body.typing ? 3 : 1
                spacing: Theme.gap

                StaffScroll {
                    Card {
                        Layout.fillWidth: true
                        edge: root.body.closed ? Theme.good : Theme.accent
                        edgeWidth: 2 * Theme.line
                        padding: Math.round(4 * Theme.mm)
                        spacing: Theme.gap

                        Label {
                            objectName: "now"
                            Layout.fillWidth: true
                            text: root.crowded ? root.body.problem : root.body.now
                            color: root.crowded ? Theme.bad : Theme.ink
                            strong: true
                            font.pixelSize: root.body.typing && Theme.large ? Theme.body : Theme.strong
                        }
                        Label {
                            objectName: "typed"
                            Layout.fillWidth: true
                            visible: root.body.typing
                            horizontalAlignment: Text.AlignHCenter
                            text: root.body.typed === "" ? "—" : root.body.typed
                            strong: true
                            font.pixelSize: root.body.typed.length > 12 ? Theme.body : Theme.heading
                            wrapMode: Text.WrapAnywhere
                        }
                    }
                    Banner {
                        objectName: "problem"
                        Layout.fillWidth: true
                        kind: "bad"
                        text: root.crowded ? "" : root.body.problem
                    }
                    Banner {
                        objectName: "slip"
                        Layout.fillWidth: true
                        kind: root.body.slipKind
                        text: root.body.slip
                    }
                    Card {
                        objectName: "steps"
                        Layout.fillWidth: true
                        visible: root.body.steps.length > 0 && (Theme.landscape || !root.body.typing)
                        padding: Math.round(3 * Theme.mm)
                        spacing: 0

                        Repeater {
                            model: root.body.steps

                            StepLine {
                                required property var modelData
                                required property int index

                                Layout.fillWidth: true
                                step: modelData
                                last: index === root.body.steps.length - 1
                                size: root.body.typing || Theme.large || Theme.landscape ? Theme.body : Theme.strong
                            }
                        }
                    }
                    Label {
                        Layout.fillWidth: true
                        visible: !root.body.typing
                        text: root.body.note
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                }
                Next {
                    objectName: root.beside ? "confirm" : "confirm_beside"
                    visible: root.beside
                }
            }
            CodeKeypad {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: 3
                visible: root.body.typing
                whole: true
                terminal: root.terminal
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            spacing: Theme.gap
            uniformCellSizes: true
            visible: !root.beside && (root.body.hasKey || root.body.canGiveUp || root.body.closed)

            PressButton {
                objectName: "give_up"
                Layout.fillWidth: true
                visible: root.body.canGiveUp
                main: true
                text: qsTr("Give up: the box stays")
                onTapped: root.terminal.act("give_up", "")
            }
            PressButton {
                objectName: "print"
                Layout.fillWidth: true
                visible: root.body.closed
                main: true
                enabled: root.body.canPrint
                text: qsTr("Print the slip again")
                onTapped: root.terminal.act("print", "")
            }
            Next {
                objectName: root.beside ? "confirm_below" : "confirm"
                visible: root.body.hasKey
            }
            PressButton {
                objectName: "to_overview"
                Layout.fillWidth: true
                visible: root.body.closed
                main: true
                kind: "primary"
                text: qsTr("To the overview")
                onTapped: root.terminal.act("back", "")
            }
        }
    }

    component Next: PressButton {
        Layout.fillWidth: true
        Layout.fillHeight: false
        main: true
        kind: "primary"
        size: Theme.large ? Theme.body : Theme.strong
        enabled: root.body.canConfirm
        text: root.body.key
        onTapped: root.terminal.act("confirm", "")
    }
}
