pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The records of one page, moved by a finger; only those that can be seen are made.
Rectangle {
    id: root

    property var rows: []

    radius: Theme.radius
    color: Theme.card
    border.width: Theme.line
    border.color: Theme.edge

    ListView {
        id: list
        readonly property bool more: contentHeight > height + 1
        readonly property int bar: Math.round(2.4 * Theme.mm)

        objectName: "records"
        anchors.fill: parent
        anchors.margins: Theme.gap
        anchors.leftMargin: Theme.pad
        anchors.rightMargin: Theme.pad
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        flickableDirection: Flickable.VerticalFlick
        model: root.rows

        delegate: DetailLine {
            required property var modelData

            width: list.width - list.bar - Theme.gap
            record: modelData
        }

        Rectangle {
            // where one is, and that there is more
            parent: list
            anchors.right: parent?.right
            width: list.bar
            height: list.height
            radius: width / 2
            visible: list.more
            color: Theme.track

            Rectangle {
                objectName: "records_position"
                width: parent.width
                height: Math.max(2 * width, list.visibleArea.heightRatio * parent.height)
                y: Math.min(parent.height - height, list.visibleArea.yPosition * parent.height)
                radius: width / 2
                color: Theme.accent
            }
        }
    }
    Empty {
        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.pad
        visible: root.rows.length === 0
        text: qsTr("There are no such records in this time.")
    }
}
