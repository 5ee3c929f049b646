import QtQuick
import QtQuick.Layouts
import "../theme"

// The note that matters now: its value as large as may be, and how far it is.
ColumnLayout {
    id: root

    required property var note
    property bool compact: false
    readonly property color words: note.returning ? Theme.warn : note.stacked ? Theme.good : Theme.accent

    spacing: Theme.gap

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        NotePicture {
            visible: !root.compact
            yuan: root.note.yuan
            size: Theme.figure
        }
        Figure {
            objectName: "newest_value"
            Layout.fillWidth: true
            visible: text !== ""
            text: root.note.text
            font.pixelSize: Theme.figure
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        Mark {
            state_: root.note.mark
        }
        Label {
            objectName: "newest_step"
            Layout.fillWidth: true
            text: root.note.step + (root.note.time === "" ? "" : "  " + root.note.time)
            strong: true
            color: root.words
            font.pixelSize: Theme.landscape || Theme.large ? Theme.body : Theme.strong
        }
    }
}
