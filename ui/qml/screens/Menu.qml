pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Every service there is, by class; classes and names are the centre's.
Screen {
    id: root

    readonly property int columns: Theme.landscape && !Theme.large ? 3 : 2

    function emptied(blank) {
        return Object.assign({}, blank, {"groups": body.groups});  // the centre's, and many keys to make anew
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.pad

        PageTitle {
            Layout.fillWidth: true
            text: qsTr("All services")
            note: root.body.greeting
        }
        Banner {
            objectName: "problem"
            Layout.fillWidth: true
            text: root.body.problem
        }
        PressButton {
            objectName: "only_pay"
            Layout.fillWidth: true
            Layout.preferredHeight: Math.max(implicitHeight, (Theme.landscape ? 30 : 44) * Theme.mm)
            visible: root.body.groups.length === 0
            main: true
            kind: "primary"
            size: Theme.landscape || Theme.large ? Theme.strong : Theme.heading
            text: qsTr("Pay a phone bill ›")
            onTapped: root.terminal.act("service", "pay_bill")
        }
        Scroll {
            id: scroll
            Layout.fillWidth: true
            Layout.fillHeight: true
            contentHeight: groups.implicitHeight

            ColumnLayout {
                id: groups
                width: scroll.room
                spacing: Theme.landscape ? Theme.gap : Theme.pad

                Repeater {
                    model: root.body.groups

                    ColumnLayout {
                        id: group
                        required property var modelData

                        Layout.fillWidth: true
                        spacing: Theme.gap

                        Label {
                            Layout.fillWidth: true
                            text: group.modelData.name
                            color: Theme.inkSoft
                            strong: true
                        }
                        GridLayout {
                            Layout.fillWidth: true
                            columns: root.columns
                            columnSpacing: Theme.gap
                            rowSpacing: Theme.gap
                            uniformCellWidths: true
                            uniformCellHeights: true

                            Repeater {
                                model: group.modelData.keys

                                ServiceButton {
                                    required property var modelData

                                    terminal: root.terminal
                                    service: modelData.id
                                    text: modelData.text
                                    kind: service === "pay_bill" ? "soft" : "plain"
                                }
                            }
                            Repeater {
                                // a class with fewer services than columns: its keys are no wider than the others'
                                model: Math.max(0, root.columns - group.modelData.keys.length)

                                Item {
                                    Layout.fillWidth: true
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
