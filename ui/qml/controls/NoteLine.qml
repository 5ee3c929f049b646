import QtQuick
import QtQuick.Layouts
import "../theme"

// One note of this visit: its value, when, and where it is.
Rectangle {
    id: root

    required property var note

    implicitHeight: Theme.noteLine
    radius: Theme.radius
    color: note.stacked ? Theme.card : note.returning ? Theme.warnSoft : Theme.accentSoft
    border.width: Theme.line
    border.color: note.stacked ? Theme.edge : note.returning ? Theme.warnEdge : Theme.accent

    RowLayout {
        id: row
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.pad
        anchors.rightMargin: Theme.pad
        spacing: Theme.gap

        NotePicture {
            yuan: root.note.yuan
            size: (Theme.landscape || Theme.large ? 9 : 12) * Theme.mm
        }
        Label {
            text: root.note.text
            visible: text !== ""
            strong: true
            wrapMode: Text.NoWrap
            lineHeight: 1
        }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignRight
            text: root.note.step + (root.note.time === "" ? "" : "  " + root.note.time)
            color: root.note.stacked ? Theme.inkSoft : root.note.returning ? Theme.warn : Theme.accent
            font.pixelSize: Theme.caption
            lineHeight: 1
        }
        Mark {
            state_: root.note.stacked ? "done" : root.note.returning ? "later" : "waiting"
            size: Theme.caption
        }
    }
}
