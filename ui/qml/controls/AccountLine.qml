import QtQuick
import QtQuick.Layouts
import "../theme"

// Whose account it is, on every page that has one.
RowLayout {
    id: root

    property string number
    property string name
    property int size: Theme.body

    spacing: Theme.gap

    FittedLabel {
        text: root.number
        strong: true
        font.pixelSize: root.size
        Layout.fillWidth: true
        Layout.maximumWidth: implicitWidth
    }
    FittedLabel {
        visible: root.name !== ""
        text: root.name
        color: Theme.inkSoft
        font.pixelSize: root.size
    }
    Item {
        Layout.fillWidth: true
    }
}
