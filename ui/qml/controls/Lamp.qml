import QtQuick
import QtQuick.Layouts
import "../theme"

// One device, honestly: a tick or an exclamation mark, and words.
RowLayout {
    id: root

    property bool works: true
    property string text

    spacing: Math.round(Theme.gap * 0.6)

    Mark {
        state_: root.works ? "done" : "later"
        size: Math.round(Theme.caption * 1.15)
    }
    Label {
        Layout.fillWidth: true
        text: root.text
        color: root.works ? Theme.inkSoft : Theme.warn
        strong: !root.works
        font.pixelSize: Theme.caption
    }
}
