import QtQuick
import QtQuick.Layouts
import "../theme"

// What this page asks for, and one quieter sentence.
ColumnLayout {
    id: root

    property string text
    property string note
    property int size: Theme.heading

    spacing: Math.round(Theme.mm)

    Label {
        Layout.fillWidth: true
        text: root.text
        strong: true
        font.pixelSize: root.size
    }
    Label {
        Layout.fillWidth: true
        visible: root.note !== "" && !Theme.tight
        text: root.note
        color: Theme.inkSoft
    }
}
