pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Somebody else agrees: here with a PIN, on the hall page, or by a code over the telephone. What it is about stands above.
Screen {
    id: root

    readonly property bool crowded: Theme.large && body.types && body.problem !== ""  // then it is said in place of what to type

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: qsTr("A second person must agree")
            who: root.body.who
            leaves: root.body.loggedIn
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            columns: Theme.landscape ? 2 : 1
            columnSpacing: Theme.pad
            rowSpacing: Theme.gap
            uniformCellWidths: true

            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: Theme.landscape || !root.body.types
                spacing: Theme.gap

                Label {
                    objectName: "act"
                    Layout.fillWidth: true
                    text: root.body.act
                    strong: true
                    font.pixelSize: Theme.large ? Theme.body : Theme.strong
                }
                RowLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    uniformCellSizes: true

                    Way {
                        objectName: "way_present"
                        way: "present"
                        text: qsTr("Here")
                    }
                    Way {
                        objectName: "way_hall_page"
                        way: "hall_page"
                        text: qsTr("Hall page")
                    }
                    Way {
                        objectName: "way_offline_code"
                        way: "offline_code"
                        enabled: root.body.hasCode && !root.body.busy
                        text: qsTr("By phone")
                    }
                }
                Banner {
                    objectName: "problem"
                    Layout.fillWidth: true
                    kind: "bad"
                    text: root.crowded ? "" : root.body.problem
                }
                Banner {
                    objectName: "hall"
                    Layout.fillWidth: true
                    kind: root.body.hallKind
                    text: root.body.hall
                }
                Card {
                    objectName: "challenge_card"
                    Layout.fillWidth: true
                    visible: root.body.challenge !== ""
                    padding: Math.round(3 * Theme.mm)
                    spacing: 0

                    Label {
                        Layout.fillWidth: true
                        visible: !Theme.large  // the digits and the keys need the room
                        text: root.body.call
                        font.pixelSize: Theme.caption
                    }
                    Figure {
                        objectName: "challenge"
                        Layout.fillWidth: true
                        horizontalAlignment: Text.AlignHCenter
                        text: root.body.challenge
                        color: Theme.accent
                        font.pixelSize: Theme.heading
                    }
                }
                Card {
                    Layout.fillWidth: true
                    visible: root.body.types
                    edge: root.body.problem !== "" ? Theme.bad : Theme.accent
                    edgeWidth: 2 * Theme.line
                    padding: Math.round(3 * Theme.mm)
                    spacing: Theme.gap

                    Label {
                        objectName: "ask"
                        Layout.fillWidth: true
                        text: root.crowded ? root.body.problem : root.body.busy ? qsTr("Checking …") : root.body.ask
                        color: root.crowded ? Theme.bad : Theme.ink
                    }
                    Figure {
                        objectName: "second_digits"
                        Layout.fillWidth: true
                        visible: root.body.dots.length === 0
                        horizontalAlignment: Text.AlignHCenter
                        text: root.body.digits === "" ? "—" : root.body.digits
                        font.pixelSize: Theme.heading
                    }
                    Row {
                        objectName: "dots"
                        Layout.alignment: Qt.AlignHCenter
                        visible: root.body.dots.length > 0
                        spacing: Math.round(2.6 * Theme.mm)

                        Repeater {
                            model: root.body.dots

                            Rectangle {
                                required property bool modelData

                                width: Math.round(7 * Theme.mm)
                                height: width
                                radius: width / 2
                                color: modelData ? Theme.ink : Theme.card
                                border.width: 2 * Theme.line
                                border.color: modelData ? Theme.ink : Theme.unlit
                            }
                        }
                    }
                }
                Item {
                    Layout.fillHeight: true
                    visible: Theme.landscape || !root.body.types
                }
                Next {
                    objectName: Theme.landscape ? "confirm" : "confirm_landscape"
                    visible: Theme.landscape && root.body.types
                }
            }
            Keypad {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: root.body.types
                terminal: root.terminal
                enabled: !root.body.busy
            }
            Item {
                visible: Theme.landscape && !root.body.types
                Layout.fillWidth: true
            }
        }
        Next {
            objectName: Theme.landscape ? "confirm_portrait" : "confirm"
            visible: !Theme.landscape && root.body.types
        }
    }

    component Next: PressButton {
        Layout.fillWidth: true
        Layout.fillHeight: false
        main: true
        kind: "primary"
        size: Theme.strong
        enabled: root.body.canConfirm
        text: root.body.wantsId ? qsTr("Next ›") : qsTr("I agree")
        onTapped: root.terminal.act("confirm", "")
    }
    component Way: PressButton {
        required property string way

        Layout.fillWidth: true
        kind: root.body.way === way ? "soft" : "plain"
        strong: root.body.way === way
        enabled: !root.body.busy
        onTapped: root.terminal.act("way", way)
    }
}
