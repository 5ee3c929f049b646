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

            width: list.width - place.width - Theme.gap
            record: modelData
        }

        ScrollPlace {
            id: place
            moved: list
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
