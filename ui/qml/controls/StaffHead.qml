import QtQuick
import QtQuick.Layouts
import "../theme"

// What a page of the staff's side is, who is looking at it, and the way out.
RowLayout {
    id: root

    required property var terminal
    property string title
    property string who  // empty: nobody is logged in
    property bool leaves: who !== ""  // there is a log-in to end

    Layout.fillHeight: false
    spacing: Theme.gap

    ColumnLayout {
        Layout.fillWidth: true
        spacing: 0

        Label {
            Layout.fillWidth: true
            text: root.title
            strong: true
            font.pixelSize: Theme.strong
        }
        Label {
            objectName: "who"
            Layout.fillWidth: true
            visible: root.who !== ""
            text: root.who
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
        }
    }
    PressButton {
        objectName: "log_off"
        visible: root.leaves
        text: qsTr("Log off")
        onTapped: root.terminal.act("log_off", "")
    }
}
