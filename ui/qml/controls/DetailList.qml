pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The records of one page, moved by a finger; only those that can be seen are made.
Rectangle {
    id: root

    property var rows: []
    readonly property var nothing: ({"at": "", "name": "", "with": "", "used": "", "amount": ""})  // of an empty place
    readonly property string told: rows.map(row => row.at + row.name).join()

    onRowsChanged: if (rows.length === 0) Qt.callLater(list.positionViewAtBeginning)  // when the places that stay have been laid out
    onToldChanged: if (!list.atYBeginning) list.positionViewAtBeginning()

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
        interactive: root.rows.length > 0
        cacheBuffer: 0
        model: Places {
            rows: root.rows
            ahead: 16
            exact: true
        }

        delegate: DetailLine {
            required property int place

            visible: place < root.rows.length
            width: list.width - bar.width - Theme.gap
            height: visible || root.rows.length === 0 ? implicitHeight : 0  // empty lines keep each other's place for the next rows
            record: root.rows[place] ?? root.nothing
        }

        ScrollPlace {
            id: bar
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
