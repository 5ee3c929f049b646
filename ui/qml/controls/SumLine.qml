import QtQuick
import "../theme"

// A name and its sum on one line as wide as its place, the sum at the right edge. Placed without layouts, and what few lines
// have is added by ``NotedLine`` and ``KindLine``: a bill has dozens of these.
Item {
    id: root

    property string name
    property string amount
    property bool strong: false
    property int size: Theme.body
    property color words: Theme.ink
    property int start: 0  // of the name
    readonly property int end: amount === "" ? 0 : Math.ceil(amount_.implicitWidth) + Theme.gap
    property alias nameLabel: name_
    property alias amountLabel: amount_

    implicitHeight: Math.ceil(Math.max(name_.height, amount_.height))

    Label {
        id: amount_
        anchors.right: parent.right
        text: root.amount
        color: root.words
        strong: root.strong
        font.pixelSize: root.size
        wrapMode: Text.NoWrap
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
}
