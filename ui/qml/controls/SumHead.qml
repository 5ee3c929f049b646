import QtQuick
import QtQuick.Layouts
import "../theme"

// Over a list of sums: what they are, and what they come to.
ColumnLayout {
    id: root

    property string name
    property string amount

    spacing: Theme.gap

    SumLine {
        Layout.fillWidth: true
        name: root.name
        amount: root.amount
        strong: true
        size: Theme.strong
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: Theme.line
        color: Theme.edge
    }
}
