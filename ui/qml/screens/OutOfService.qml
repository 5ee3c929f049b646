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
            state_: "failed"
            size: Math.round(26 * Theme.mm)
        }
        PageTitle {
            Layout.fillWidth: true
            text: qsTr("Out of service")
            note: qsTr("Please use another terminal or the counter.")
        }
        Label {
            objectName: "out_message"
            Layout.fillWidth: true
            text: root.body.message
            font.pixelSize: Theme.strong
        }
        Card {
            Layout.fillWidth: true
            visible: root.body.holds
            implicitHeight: held.implicitHeight + 2 * Theme.pad

            ColumnLayout {
                id: held
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                anchors.margins: Theme.pad
                spacing: Theme.gap

                Label {
                    Layout.fillWidth: true
                    text: qsTr("Your money is recorded and safe")
                    strong: true
                    color: Theme.good
                }
                FittedLabel {
                    objectName: "held"
                    Layout.fillWidth: true
                    text: root.body.held
                    strong: true
                    color: Theme.accent
                    font.pixelSize: Theme.amount
                }
                Label {
                    Layout.fillWidth: true
                    text: qsTr("It is credited to %1").arg(root.body.number)
                }
            }
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
