import QtQuick
import QtQuick.Layouts
import "../theme"

// What this page tells, and of whose number; and that more is on its way.
GridLayout {
    id: root

    property string title
    property string number
    property string greeting
    property bool busy: false
    property bool stacked: !Theme.landscape

    columns: stacked ? 1 : 2
    rowSpacing: Math.round(Theme.mm)
    columnSpacing: Theme.pad

    PageTitle {
        Layout.fillWidth: true
        text: root.title
        note: root.greeting
    }
    RowLayout {
        Layout.fillWidth: root.stacked
        spacing: Theme.gap

        FittedLabel {
            objectName: "account"
            text: root.number
            color: Theme.inkSoft
            strong: true
            font.pixelSize: Theme.body
        }
        Item {
            Layout.fillWidth: true
        }
        Mark {
            visible: root.busy
            state_: "waiting"
        }
        Label {
            objectName: "busy"
            visible: root.busy
            text: qsTr("Fetching…")
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
    }
}
