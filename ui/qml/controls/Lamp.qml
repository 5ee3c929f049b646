import QtQuick
import QtQuick.Layouts
import "../theme"

// One device, honestly: a tick or an exclamation mark, and words.
RowLayout {
    id: root

    property string mark: "done"
    property string text

    spacing: Math.round(Theme.gap * 0.6)

    Mark {
        state_: root.mark
        size: Math.round(Theme.caption * 1.15)
    }
    Label {
        Layout.fillWidth: true
        text: root.text
        color: root.mark === "alert" ? Theme.warn : Theme.inkSoft
        strong: root.mark === "alert"
        font.pixelSize: Theme.caption
    }
}
