pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The notes before the newest one, as many as there is room for, and how many there are in all when some don't fit.
Item {
    id: root

    property var notes: []  // the younger first
    property int count: 0  // notes in the box
    readonly property int summaryHeight: Math.round(Theme.caption * 1.8)
    readonly property int leastHeight: summaryHeight
    readonly property int space: Math.round(Theme.gap / 2)
    readonly property int row: Theme.noteLine + space
    readonly property bool all: notes.length * row - space <= height
    readonly property int fits: all ? notes.length : Math.max(0, Math.floor((height - summaryHeight + space) / row))

    clip: true

    Label {
        id: summary
        visible: !root.all
        width: parent.width
        text: qsTr("%n note(s) in the box", "", root.count)
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
    }
    Column {
        y: root.all ? 0 : root.summaryHeight
        width: parent.width
        spacing: root.space

        Repeater {
            model: root.notes.slice(0, root.fits)

            NoteLine {
                required property var modelData

                width: parent.width
                note: modelData
            }
        }
    }
}
