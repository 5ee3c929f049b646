import QtQuick
import "../theme"

// A banknote as people know it: its colour and its value, nothing that could pass for a real one.
Rectangle {
    id: root

    property string yuan
    property real size: 14 * Theme.mm  // height in pixels

    implicitWidth: Math.round(size * 1.95)
    implicitHeight: Math.round(size)
    radius: Math.round(size * 0.09)
    color: yuan === "" ? Theme.inkSoft : Theme.noteColour(yuan)

    Rectangle {
        anchors.fill: parent
        anchors.margins: Math.round(root.size * 0.09)
        radius: root.radius / 2
        color: "transparent"
        border.width: Math.max(1, Math.round(root.size * 0.025))
        border.color: Qt.lighter(root.color, 1.7)
    }
    Text {
        anchors.centerIn: parent
        text: root.yuan === "" ? "?" : root.yuan
        textFormat: Text.PlainText
        color: Theme.card
        font.pixelSize: Math.max(1, Math.round(root.size * 0.5))
        font.weight: Font.Bold
    }
}
