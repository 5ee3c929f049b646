import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// From the first frame until the ledger and the devices have spoken.
Screen {
    id: root

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width, 200 * Theme.mm)
        spacing: Theme.pad

        Mark {
            Layout.alignment: Qt.AlignHCenter
            state_: "waiting"
            size: Math.round(26 * Theme.mm)
        }
        Label {
            objectName: "starting_message"
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: root.body.message
            strong: true
            font.pixelSize: Theme.heading
        }
    }
}
