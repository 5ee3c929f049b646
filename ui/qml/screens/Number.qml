import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Screen 1: which number.
Screen {
    id: root

    property bool ready: false  // to be confirmed
    property bool waits: false  // and says so: not at once, since what is answered by then turns the page before a key fades

    function follow(): void {
        waits = body.busy && !ready;
        ready = body.complete && !body.busy;
    }
    function confirm(): void {
        if (!body.busy)
            terminal.act("confirm", "");
    }

    onBodyChanged: follow()
    Component.onCompleted: follow()

    Timer {
        interval: 100
        running: root.body.busy && !root.waits
        onTriggered: root.waits = true
    }
    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: root.body.repeat ? qsTr("Once more, please") : qsTr("Which mobile number?")
                note: root.body.repeat
                      ? qsTr("The line is down, so we can't show whose number it is. Please enter it a second time.")
                      : root.body.problem !== "" ? "" : qsTr("Yours or anybody else's")
            }
            Card {
                Layout.fillWidth: true
                edge: root.body.problem !== "" ? Theme.bad : Theme.accent
                edgeWidth: 2 * Theme.line

                Figure {
                    objectName: "number"
                    Layout.fillWidth: true
                    horizontalAlignment: Text.AlignHCenter
                    text: root.body.number
                    font.pixelSize: Theme.figure
                    font.letterSpacing: Theme.mm
                }
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
            Banner {
                Layout.fillWidth: true
                kind: "info"
                text: root.waits ? qsTr("Looking up whose number this is …") : ""
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            PressButton {
                objectName: Theme.landscape ? "confirm" : "confirm_landscape"
                visible: Theme.landscape
                Layout.fillWidth: true
                main: true
                kind: "primary"
                size: Theme.strong
                enabled: root.body.complete && !root.waits
                text: qsTr("Next ›")
                onTapped: root.confirm()
            }
        }
        Keypad {
            Layout.fillWidth: true
            Layout.fillHeight: true
            terminal: root.terminal
            enabled: !root.waits
            still: root.body.busy
        }
        PressButton {
            objectName: Theme.landscape ? "confirm_portrait" : "confirm"
            visible: !Theme.landscape
            Layout.fillWidth: true
            Layout.preferredHeight: 30 * Theme.mm
            main: true
            kind: "primary"
            size: Theme.strong
            enabled: root.body.complete && !root.waits
            text: qsTr("Next ›")
            onTapped: root.confirm()
        }
    }
}
