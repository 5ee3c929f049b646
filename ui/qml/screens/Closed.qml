import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Nobody is served, and nothing is broken: when it opens again, and where else one can go.
Screen {
    id: root

    ColumnLayout {
        anchors.verticalCenter: parent.verticalCenter
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 260 * Theme.mm)
        spacing: Theme.pad

        Mark {
            visible: !Theme.tight
            state_: "skipped"
            size: Math.round((Theme.landscape || Theme.large ? 22 : 40) * Theme.mm)
        }
        PageTitle {
            objectName: "closed_title"
            Layout.fillWidth: true
            size: Theme.large ? Theme.heading : Theme.number
            text: root.body.title
        }
        Label {
            objectName: "closed_opens"
            Layout.fillWidth: true
            visible: root.body.opens !== ""
            text: root.body.opens
            strong: true
            color: Theme.accent
            font.pixelSize: Theme.large ? Theme.strong : Theme.heading
        }
        Label {
            Layout.fillWidth: true
            text: root.body.message
            color: Theme.inkSoft
        }
        Card {
            Layout.fillWidth: true

            Label {
                objectName: "closed_other_way"
                Layout.fillWidth: true
                visible: root.body.otherWay !== ""
                text: qsTr("Nearest other way: %1").arg(root.body.otherWay)
                strong: true
            }
            Label {
                objectName: "closed_phone"
                Layout.fillWidth: true
                text: qsTr("Questions? Call %1").arg(root.terminal ? JSON.parse(root.terminal.site).phone : "")
            }
        }
    }
}
