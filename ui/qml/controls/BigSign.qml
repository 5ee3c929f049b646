import QtQuick
import "../theme"

// A sign as large as a thumb on the field that starts the visit.
Rectangle {
    id: root

    property string text
    property bool round: false
    property bool off: false

    implicitWidth: Math.round(28 * Theme.mm)
    implicitHeight: implicitWidth
    radius: round ? width / 2 : Theme.radius
    color: off ? Theme.ground : Theme.card

    Text {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.round ? -root.height * 0.07 : 0
        text: root.text
        textFormat: Text.PlainText
        color: root.off ? Theme.offWords : Theme.accent
        font.pixelSize: Math.round(root.width * 0.62)
        font.weight: Font.Bold
    }
}
