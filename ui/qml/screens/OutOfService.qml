import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// No money can be taken. What happened, where the money is, whom to ask, with a code.
Screen {
    id: root

    ColumnLayout {
        anchors.verticalCenter: parent.verticalCenter
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 260 * Theme.mm)
        spacing: Theme.pad

        Mark {
            visible: !Theme.tight
            state_: "failed"
            size: Math.round((Theme.landscape || Theme.large ? 22 : 40) * Theme.mm)
        }
        PageTitle {
            Layout.fillWidth: true
            size: Theme.large ? Theme.heading : Theme.number
            text: qsTr("Out of service")
            note: qsTr("Please use another terminal or the counter.")
        }
        Label {
            objectName: "out_message"
            Layout.fillWidth: true
            text: root.body.message
            font.pixelSize: Theme.large ? Theme.body : Theme.strong
        }
        Card {
            Layout.fillWidth: true
            visible: root.body.holds

            Label {
                Layout.fillWidth: true
                text: qsTr("Your money is recorded and safe")
                strong: true
                color: Theme.good
                font.pixelSize: Theme.large ? Theme.body : Theme.strong
            }
            Figure {
                objectName: "held"
                Layout.fillWidth: true
                text: root.body.held
                color: Theme.accent
            }
            Label {
                Layout.fillWidth: true
                text: qsTr("It is credited to %1").arg(root.body.number)
            }
        }
        Card {
            Layout.fillWidth: true

            Label {
                objectName: "out_phone"
                Layout.fillWidth: true
                text: qsTr("Ask the staff, or call %1").arg(root.terminal ? JSON.parse(root.terminal.site).phone : "")
                strong: true
            }
            Label {
                objectName: "out_code"
                Layout.fillWidth: true
                visible: root.body.code !== ""
                text: qsTr("Code for the staff: %1").arg(root.body.code)
                color: Theme.inkSoft
            }
        }
    }
}
