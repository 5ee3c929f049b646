import QtQuick
import "../theme"

// A name and its sum on one line, the sum at the right edge; what more there is to say stands small below the name. Placed
// without layouts: a bill has dozens of these.
Item {
    id: root

    property string name
    property string amount
    property string note
    property bool strong: false
    property int size: Theme.body
    property int kind: -1  // its colour in the picture of the months
    property bool inner: false  // a line of a group
    property color words: Theme.ink
    readonly property int start: (kind >= 0 ? sign.width + Theme.gap : 0) + (inner ? Theme.pad : 0)
    readonly property int end: amount === "" ? 0 : Math.ceil(amount_.implicitWidth) + Theme.gap

    implicitWidth: start + Math.ceil(Math.max(name_.implicitWidth, note === "" ? 0 : note_.implicitWidth)) + end
    implicitHeight: Math.ceil(Math.max(name_.height + (note === "" ? 0 : note_.height), amount_.height))

    Label {
        id: amount_
        anchors.right: parent.right
        text: root.amount
        color: root.words
        strong: root.strong
        font.pixelSize: root.size
        wrapMode: Text.NoWrap
    }
    Rectangle {
        id: sign
        y: Math.round(root.size * 0.45)
        visible: root.kind >= 0
        width: Math.round(4 * Theme.mm)
        height: width
        radius: Math.round(Theme.mm)
        color: Theme.kinds[root.kind] ?? Theme.unlit
    }
    Label {
        id: name_
        x: root.start
        width: root.width - root.start - root.end
        text: root.name
        color: root.words
        strong: root.strong
        font.pixelSize: root.size
    }
    Label {
        id: note_
        x: root.start
        y: name_.height
        width: name_.width
        visible: root.note !== ""
        text: root.note
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
    }
}
