pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// The most used services, one touch from every page (features.md F14).
Rectangle {
    id: root

    required property var services
    required property var terminal
    signal closed

    objectName: "quick_lane_sheet"
    color: Theme.ground

    MouseArea {
        anchors.fill: parent
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.pad

        Label {
            Layout.fillWidth: true
            text: qsTr("Quick lane")
            strong: true
            font.pixelSize: Theme.heading
        }
        GridLayout {
            Layout.fillWidth: true
            columns: Theme.landscape ? 2 : 1
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            uniformCellWidths: true
            uniformCellHeights: true

            Repeater {
                model: root.services

                ServiceButton {
                    id: key
                    required property var modelData

                    objectName: "quick_" + modelData.id
                    terminal: root.terminal
                    service: modelData.id
                    text: modelData.text
                    onTapped: root.closed()
                }
            }
        }
        Item {
            Layout.fillHeight: true
        }
        PressButton {
            objectName: "quick_lane_close"
            Layout.fillWidth: true
            main: true
            size: Theme.strong
            text: qsTr("Close")
            onTapped: root.closed()
        }
    }
}
