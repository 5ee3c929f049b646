pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// Whom to ask, what to tell them, a key that calls a person, and that the money is safe.
Rectangle {
    id: root

    required property var site  // hall, terminal, phone
    required property var frame
    required property var terminal
    readonly property bool called: frame.help !== ""
    signal closed

    objectName: "help_sheet"
    color: Theme.ground

    MouseArea {
        anchors.fill: parent
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.pad

        Label {
            Layout.fillWidth: true
            text: qsTr("Help")
            strong: true
            font.pixelSize: Theme.heading
        }
        Card {
            Layout.fillWidth: true

            Label {
                Layout.fillWidth: true
                text: qsTr("Ask the staff in the hall, or call")
            }
            Figure {
                objectName: "help_phone"
                Layout.fillWidth: true
                text: root.site.phone
                color: Theme.accent
                font.pixelSize: Theme.number
            }
            Label {
                objectName: "help_terminal"
                Layout.fillWidth: true
                text: qsTr("and say: %1, terminal %2").arg(root.site.hall).arg(root.site.terminal)
            }
        }
        Banner {
            objectName: "help_said"
            Layout.fillWidth: true
            kind: root.frame.helpWaits ? "good" : "info"
            text: root.frame.help
        }
        Repeater {
            model: root.called && Theme.large ? [] : [
                qsTr("Every note that went in is recorded, even if the power fails."),
                qsTr("No change is given. What is too much is credited to the number."),
                qsTr("When you leave, your number disappears from this screen.")
            ]

            RowLayout {
                required property string modelData

                Layout.fillWidth: true
                spacing: Theme.gap

                Mark {
                    Layout.alignment: Qt.AlignTop
                }
                Label {
                    Layout.fillWidth: true
                    text: parent.modelData
                }
            }
        }
        Item {
            Layout.fillHeight: true
        }
        GridLayout {
            Layout.fillWidth: true
            columns: Theme.landscape ? 2 : 1
            columnSpacing: Theme.pad
            rowSpacing: Theme.pad
            uniformCellWidths: true

            PressButton {
                objectName: "help_call"
                Layout.fillWidth: true
                visible: root.frame.canCall || root.called
                enabled: root.frame.canCall
                main: true
                kind: "soft"
                size: Theme.strong
                text: qsTr("Call a person")
                onTapped: root.terminal.act("help", "")
            }
            PressButton {
                objectName: "help_close"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                size: Theme.strong
                text: root.frame.step > 0 ? qsTr("Back to the payment") : qsTr("Close help")
                onTapped: root.closed()
            }
        }
    }
}
