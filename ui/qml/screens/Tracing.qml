pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Where is this money? A slip's code is typed; then every record of its journey, in the order of time. Nothing here changes anything.
Screen {
    id: root

    readonly property bool beside: Theme.landscape && body.types  // the keypad has the height of the page
    readonly property bool crowded: Theme.large && body.types && body.problem !== ""  // then it is said in place of what to type

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: root.body.types ? qsTr("Where is this money?") : qsTr("Journey of %1").arg(root.body.code)
            who: root.body.who
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: root.body.types
            columns: root.beside ? 2 : 1
            columnSpacing: Theme.pad
            rowSpacing: Theme.gap
            uniformCellWidths: true

            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: root.beside
                spacing: Theme.gap

                Card {
                    Layout.fillWidth: true
                    edge: root.body.problem !== "" ? Theme.bad : Theme.accent
                    edgeWidth: 2 * Theme.line
                    padding: Math.round(4 * Theme.mm)
                    spacing: Theme.gap

                    Label {
                        objectName: "ask"
                        Layout.fillWidth: true
                        text: root.crowded ? root.body.problem : root.body.ask
                        color: root.crowded ? Theme.bad : Theme.ink
                        strong: true
                    }
                    Label {
                        objectName: "typed"
                        Layout.fillWidth: true
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
                Item {
                    Layout.fillHeight: true
                    visible: root.beside
                }
                Find {
                    objectName: root.beside ? "confirm" : "confirm_beside"
                    visible: root.beside
                }
            }
            CodeKeypad {
                Layout.fillWidth: true
                Layout.fillHeight: true
                whole: true
                enabled: !root.body.busy
                terminal: root.terminal
            }
        }
        Find {
            objectName: root.beside ? "confirm_below" : "confirm"
            visible: root.body.types && !root.beside
        }
        StaffScroll {
            visible: !root.body.types

            Banner {
                objectName: "older"
                Layout.fillWidth: true
                text: root.body.older
            }
            Label {
                Layout.fillWidth: true
                visible: root.body.blind
                text: qsTr("Hidden: whoever counts the box does not see what it should hold.")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            Repeater {
                model: root.body.steps

                Card {
                    id: step
                    required property var modelData
                    required property int index

                    objectName: "step_" + index
                    Layout.fillWidth: true
                    edge: modelData.mark === "failed" ? Theme.bad : Theme.unlit
                    padding: Math.round(3 * Theme.mm)
                    spacing: Math.round(1.2 * Theme.mm)

                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.gap

                        Mark {
                            Layout.alignment: Qt.AlignTop
                            state_: step.modelData.mark
                            size: Theme.body
                        }
                        ColumnLayout {
                            Layout.fillWidth: true
                            spacing: 0

                            Label {
                                Layout.fillWidth: true
                                text: step.modelData.text
                            }
                            Label {
                                Layout.fillWidth: true
                                text: step.modelData.at
                                color: Theme.inkSoft
                                font.pixelSize: Theme.caption
                            }
                        }
                        Label {
                            Layout.alignment: Qt.AlignTop
                            visible: text !== ""
                            text: step.modelData.amount
                            strong: true
                            wrapMode: Text.NoWrap
                        }
                    }
                }
            }
        }
        PressButton {
            objectName: "another"
            Layout.fillWidth: true
            visible: !root.body.types
            kind: "soft"
            text: qsTr("Another code")
            onTapped: root.terminal.act("clear", "")
        }
    }

    component Find: PressButton {
        Layout.fillWidth: true
        Layout.fillHeight: false
        main: true
        kind: "primary"
        size: Theme.strong
        enabled: root.body.canConfirm
        text: qsTr("Find it ›")
        onTapped: root.terminal.act("confirm", "")
    }
}
