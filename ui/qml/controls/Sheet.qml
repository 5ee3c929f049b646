import QtQuick
import QtQuick.Layouts
import "../theme"

// A page of answers: what it is and of whom, what can be chosen, the answer itself (a finger moves it when it is longer
// than its place), and the keys.
ColumnLayout {
    id: root

    property string title
    property string number
    property string greeting
    property bool busy: false
    property string problem
    property bool choosing: false  // whether there is anything in ``choices``, and in ``keys``
    property bool acting: true
    property alias choices: choices.data
    default property alias content: column.data
    property alias keys: keys.data

    spacing: Theme.pad

    SheetHead {
        Layout.fillWidth: true
        title: root.title
        number: root.number
        greeting: root.greeting
        busy: root.busy
    }
    ColumnLayout {
        id: choices
        Layout.fillWidth: true
        Layout.fillHeight: false
        visible: root.choosing
        spacing: Theme.gap
    }
    Banner {
        objectName: "problem"
        Layout.fillWidth: true
        kind: "bad"
        text: root.problem
    }
    Scroll {
        id: scroll
        Layout.fillWidth: true
        Layout.fillHeight: true
        contentHeight: column.implicitHeight

        GridLayout {
            id: column
            width: scroll.room
            columns: Theme.landscape ? 2 : 1
            columnSpacing: Theme.pad
            rowSpacing: Theme.pad
            uniformCellWidths: true
        }
    }
    RowLayout {
        id: keys
        Layout.fillWidth: true
        Layout.fillHeight: false
        visible: root.acting
        spacing: Theme.pad
        uniformCellSizes: true
    }
}
