import QtQuick
import QtQuick.Layouts
import "../theme"

// One note of this visit that lies in the box: its value, and when.
Rectangle {
    id: root

    required property var note

    implicitHeight: Theme.noteLine
    radius: Theme.radius
    color: Theme.card

    RowLayout {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.pad
        anchors.rightMargin: Theme.pad
        spacing: Theme.gap

        NotePicture {
            yuan: root.note.yuan
            size: Theme.noteLine * 0.62
        }
        Label {
            text: root.note.text
            visible: text !== ""
            strong: true
            font.pixelSize: Theme.landscape || Theme.large ? Theme.body : Theme.strong
            wrapMode: Text.NoWrap
            lineHeight: 1
        }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignRight
            text: root.note.step + (root.note.time === "" ? "" : "  " + root.note.time)
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
            lineHeight: 1
        }
        Mark {
            state_: root.note.mark
            size: Math.round(Theme.noteLine * 0.45)
        }
    }
}
