import QtQuick
import "../theme"

// A name and its sum; what more there is to say stands small below the name.
SumLine {
    id: root

    property string note

    implicitHeight: Math.ceil(Math.max(nameLabel.height + (note === "" ? 0 : note_.height), amountLabel.height))

    Label {
        id: note_
        x: root.start
        y: root.nameLabel.height
        width: root.nameLabel.width
        visible: root.note !== ""
        text: root.note
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
    }
}
