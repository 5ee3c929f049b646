import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// From the first frame until the ledger and the devices have spoken.
Screen {
    id: root

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width, 220 * Theme.mm)
        spacing: 2 * Theme.pad

        Mark {
            Layout.alignment: Qt.AlignHCenter
            state_: "waiting"
            size: Math.round((Theme.landscape ? 36 : 56) * Theme.mm)

            Text {
                anchors.centerIn: parent
                text: "¥"
                textFormat: Text.PlainText
                color: Theme.accent
                font.pixelSize: Math.round(parent.height * 0.38)
                font.weight: Font.Bold
            }
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
