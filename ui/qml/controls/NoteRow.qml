pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Which notes are taken, side by side over the whole width.
Row {
    id: root

    property var notes: []
    property real most: 26 * Theme.mm  // height in pixels; less where the row is too narrow for all of them
    readonly property int count: Math.max(1, notes.length)
    readonly property real size: Math.min(most, (width - (count - 1) * spacing) / count / 1.95)

    spacing: Theme.gap
    height: size

    Repeater {
        model: Places {
            rows: root.notes
            ahead: 5
        }

        NotePicture {
            required property int place

            visible: place < root.notes.length
            size: root.size
            yuan: root.notes[place]?.yuan ?? ""
        }
    }
}
