import QtQuick
import QtQuick.Layouts
import "../theme"

// A list with nothing in it says so, in words.
RowLayout {
    id: root

    property string text

    spacing: Theme.gap

    Mark {
        Layout.alignment: Qt.AlignTop
        state_: "skipped"
    }
    Label {
        Layout.fillWidth: true
        text: root.text
        color: Theme.inkSoft
        font.pixelSize: Theme.body
    }
}
