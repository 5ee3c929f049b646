pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A grid over the whole glass: each field that felt a finger is filled. A finger may be drawn across many of them.
Rectangle {
    id: root

    required property var terminal
    required property var cells  // which are touched, row by row
    property string words
    readonly property int columns: Theme.landscape ? 8 : 5
    readonly property int rows: Math.ceil(cells.length / columns)

    color: Theme.ground

    Repeater {
        model: root.cells

        Rectangle {
            id: cell
            required property bool modelData
            required property int index

            objectName: "cell_" + index
            x: index % root.columns * root.width / root.columns
            y: Math.floor(index / root.columns) * root.height / root.rows
            width: root.width / root.columns
            height: root.height / root.rows
            color: modelData ? Theme.goodSoft : Theme.card
            border.width: Theme.line
            border.color: modelData ? Theme.good : Theme.edge

            Mark {
                anchors.centerIn: parent
                visible: cell.modelData
                state_: "done"
                size: Math.round(8 * Theme.mm)
            }
        }
    }
    Column {
        anchors.centerIn: parent
        width: root.width * 0.8

        DemoStrip {
            width: parent.width
            visible: JSON.parse(root.terminal.site).demo
        }
        Rectangle {
            width: parent.width
            height: words_.implicitHeight + Theme.pad
            color: Theme.ground
            border.width: Theme.line
            border.color: Theme.edge

            Label {
                id: words_
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.pad
                horizontalAlignment: Text.AlignHCenter
                text: root.words
                strong: true
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        onPressed: point => root.feel(point.x, point.y)
        onPositionChanged: point => root.feel(point.x, point.y)
    }

    function feel(x: real, y: real) {
        const column = Math.floor(x / root.width * root.columns);
        const row = Math.floor(y / root.height * root.rows);
        const cell = row * root.columns + column;
        if (column >= 0 && column < root.columns && cell >= 0 && cell < root.cells.length && !root.cells[cell])
            root.terminal.act("cell", String(cell));
    }
}
