import QtQuick
import "../theme"

// One record: what it was and what it cost, when and with whom, how long or how much. Placed without layouts, which would
// settle a frame later: a hundred of these must stand still while a finger moves them.
Item {
    id: root

    required property var record  // at, name, with, used, amount
    readonly property string more: [record.with, record.used].filter(part => part !== "").join("  ")

    readonly property real moreHeight: more === "" ? 0 : more_.implicitHeight

    implicitHeight: Math.max(name.height, amount.height) + at.height + (more_.below ? moreHeight : Math.max(0, moreHeight - at.height))
                    + 2 * Theme.gap

    Label {
        id: name
        y: Theme.gap
        anchors.left: parent.left
        anchors.right: amount.left
        anchors.rightMargin: Theme.gap
        text: root.record.name
        strong: true
    }
    Label {
        id: amount
        y: Theme.gap
        anchors.right: parent.right
        text: root.record.amount
        strong: true
        wrapMode: Text.NoWrap
    }
    Label {
        id: at
        anchors.left: parent.left
        y: Theme.gap + Math.max(name.height, amount.height)
        text: root.record.at
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
        wrapMode: Text.NoWrap
    }
    Label {
        id: more_
        readonly property bool below: Theme.large

        anchors.left: below ? parent.left : at.right
        anchors.leftMargin: below ? 0 : Theme.pad
        anchors.right: parent.right
        y: below ? at.y + at.height : at.y
        text: root.more
        horizontalAlignment: below ? Text.AlignLeft : Text.AlignRight
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.edge
    }
}
