import QtQuick
import QtQuick.Layouts
import "../theme"

// What a page of the staff's side shows below its head, moved by a finger when it is longer than its place.
Scroll {
    id: root

    default property alias content: column.data

    Layout.fillWidth: true
    Layout.fillHeight: true
    contentHeight: column.implicitHeight

    ColumnLayout {
        id: column
        width: root.room
        spacing: Theme.gap
    }
}
