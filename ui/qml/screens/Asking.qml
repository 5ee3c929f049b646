import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// In the place of the answer while it is fetched; or why there is none, and what to do.
Screen {
    id: root

    readonly property bool failed: body.problem !== ""

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.pad

        PageTitle {
            Layout.fillWidth: true
            text: root.body.title
            note: root.body.greeting
        }
        AccountLine {
            Layout.fillWidth: true
            number: root.body.number
            size: Theme.strong
        }
        Card {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: !root.failed

            Mark {
                objectName: "waiting"
                Layout.alignment: Qt.AlignHCenter
                state_: "waiting"
                size: Math.round((Theme.landscape ? 30 : 48) * Theme.mm)
            }
            Label {
                Layout.fillWidth: true
                Layout.topMargin: Theme.pad
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("Asking the centre …")
                strong: true
                font.pixelSize: Theme.strong
            }
            Label {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("This takes a few seconds at most.")
                color: Theme.inkSoft
            }
        }
        Banner {
            objectName: "problem"
            Layout.fillWidth: true
            kind: "bad"
            text: root.body.problem
        }
        PressButton {
            objectName: "confirm"
            Layout.fillWidth: true
            Layout.preferredHeight: (Theme.landscape ? 24 : 30) * Theme.mm
            visible: root.failed && root.body.canRetry
            main: true
            kind: "primary"
            size: Theme.strong
            text: qsTr("Try again")
            onTapped: root.terminal.act("confirm", "")
        }
        PressButton {
            objectName: "menu"
            Layout.fillWidth: true
            Layout.preferredHeight: (Theme.landscape ? 24 : 30) * Theme.mm
            visible: root.failed
            main: true
            size: Theme.strong
            text: qsTr("All services")
            onTapped: root.terminal.act("menu", "")
        }
        Item {
            Layout.fillHeight: true
            visible: root.failed
        }
    }
}
