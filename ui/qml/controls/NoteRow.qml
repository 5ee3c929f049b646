pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Which notes are taken, in a row that breaks into lines by itself.
Flow {
    id: root

    property var notes: []
    property real size: 14 * Theme.mm

    spacing: Theme.gap

    Repeater {
        model: root.notes

        NotePicture {
            required property var modelData

            size: root.size
            yuan: modelData.yuan
        }
    }
}
