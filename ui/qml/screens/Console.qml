pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// May this terminal open, what stands against it, and device by device what to do now: the gravest first.
Screen {
    id: root

    readonly property color tone: body.kind === "good" ? Theme.good : body.kind === "warn" ? Theme.warn : Theme.bad

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: qsTr("Service")
            who: root.body.who
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            columns: Theme.landscape ? 2 : 1
            columnSpacing: Theme.pad
            rowSpacing: Theme.gap

            StaffScroll {
                objectName: "first"
                Layout.fillHeight: Theme.landscape
                Layout.preferredWidth: 4
                Layout.preferredHeight: contentHeight

                Card {
                    objectName: "headline"
                    Layout.fillWidth: true
                    color: root.body.kind === "good" ? Theme.goodSoft : root.body.kind === "warn" ? Theme.warnSoft : Theme.badSoft
                    edge: root.tone
                    padding: Math.round(4 * Theme.mm)
                    spacing: Math.round(1.6 * Theme.mm)

                    Label {
                        Layout.fillWidth: true
                        text: root.body.why === "" ? root.body.headline : qsTr("%1: %2").arg(root.body.headline).arg(root.body.why)
                        color: root.tone
                        strong: true
                        font.pixelSize: Theme.strong
                    }
                    GridLayout {
                        Layout.fillWidth: true
                        columns: Theme.landscape || Theme.large ? 2 : 4
                        columnSpacing: Theme.gap
                        rowSpacing: Math.round(Theme.mm)
                        uniformCellWidths: true

                        Repeater {
                            model: root.body.services

                            RowLayout {
                                id: service
                                required property var modelData

                                Layout.fillWidth: true
                                spacing: Math.round(1.4 * Theme.mm)

                                Mark {
                                    state_: service.modelData.works ? "done" : "failed"
                                    size: Math.round(Theme.caption * 1.1)
                                }
                                Label {
                                    Layout.fillWidth: true
                                    text: service.modelData.text
                                    color: root.tone
                                    font.pixelSize: Theme.caption
                                }
                            }
                        }
                    }
                }
                Banner {
                    objectName: "held"
                    Layout.fillWidth: true
                    kind: "info"
                    text: root.body.held ? qsTr("A cover or the box is open: you stay logged in.") : ""
                }
                Tiles {
                    visible: Theme.landscape
                }
            }
            StaffScroll {
                Layout.preferredWidth: 6

                Repeater {
                    model: root.body.cards

                    DeviceCard {
                        required property var modelData

                        Layout.fillWidth: true
                        Layout.minimumHeight: Theme.target
                        terminal: root.terminal
                        facts: modelData
                    }
                }
            }
            Tiles {
                visible: !Theme.landscape
            }
        }
    }

    component Tiles: GridLayout {
        id: tiles

        Layout.fillWidth: true
        Layout.fillHeight: false
        columns: Theme.landscape || Theme.large ? 2 : 3
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        uniformCellHeights: true

        Repeater {
            model: tiles.visible ? root.body.tiles : []

            PictureButton {
                required property var modelData

                objectName: "tile_" + modelData.page
                Layout.fillWidth: true
                Layout.fillHeight: true
                main: true
                strong: true
                text: modelData.text
                note: Theme.large ? "" : modelData.note
                onTapped: root.terminal.act("console", modelData.page)
            }
        }
    }
}
