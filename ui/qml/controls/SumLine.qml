import QtQuick
import QtQuick.Layouts
import "../theme"

// A name and its sum on one line, the sum at the right edge; what more there is to say stands small below the name.
RowLayout {
    id: root

    property string name
    property string amount
    property string note
    property bool strong: false
    property int size: Theme.body
    property int kind: -1  // its colour in the picture of the months
    property bool inner: false  // a line of a group
    property color words: Theme.ink

    spacing: Theme.gap

    Rectangle {
        Layout.alignment: Qt.AlignTop
        Layout.topMargin: Math.round(root.size * 0.45)
        visible: root.kind >= 0
        implicitWidth: Math.round(4 * Theme.mm)
        implicitHeight: implicitWidth
        radius: Math.round(Theme.mm)
        color: Theme.kinds[root.kind] ?? Theme.unlit
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.leftMargin: root.inner ? Theme.pad : 0
        spacing: 0

        Label {
            Layout.fillWidth: true
            text: root.name
            color: root.words
            strong: root.strong
            font.pixelSize: root.size
        }
        Label {
            Layout.fillWidth: true
            visible: root.note !== ""
            text: root.note
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
        }
    }
    Label {
        Layout.alignment: Qt.AlignTop
        text: root.amount
        color: root.words
        strong: root.strong
        font.pixelSize: root.size
        wrapMode: Text.NoWrap
        horizontalAlignment: Text.AlignRight
    }
}
