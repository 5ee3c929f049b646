import QtQuick
import "../theme"

// A kind of charge and its sum, with its colour in the picture of the months; or a charge of that kind, set in below it.
SumLine {
    id: root

    property int kind: -1  // of no colour
    property bool inner: false  // a charge of a kind

    start: (kind >= 0 ? sign.width + Theme.gap : 0) + (inner ? Theme.pad : 0)

    Rectangle {
        id: sign
        y: Math.round(root.size * 0.45)
        visible: root.kind >= 0
        width: Math.round(4 * Theme.mm)
        height: width
        radius: Math.round(Theme.mm)
        color: Theme.kinds[root.kind] ?? Theme.unlit
    }
}
