import QtQuick
import QtQuick.Layouts
import "../theme"

// A sheet of paper for what belongs together; its lower edge is a little thicker, which lifts it off the ground.
Item {
    id: root

    default property alias content: column.data
    property color color: Theme.card
    property color edge: Theme.edge
    property int edgeWidth: Theme.line
    property int padding: Theme.pad
    property alias spacing: column.spacing

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding

    Rectangle {
        // only the strip that is seen: what is painted twice costs twice without a graphics card
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: 2 * radius
        radius: Theme.radius
        color: root.edge
    }
    Rectangle {
        anchors.fill: parent
        anchors.bottomMargin: Theme.line
        radius: Theme.radius
        color: root.color
        border.width: root.edgeWidth
        border.color: root.edge
    }
    ColumnLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.pad
        anchors.rightMargin: Theme.pad
        spacing: Theme.gap
    }
}
