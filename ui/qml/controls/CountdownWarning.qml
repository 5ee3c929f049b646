import QtQuick
import QtQuick.Layouts
import "../theme"

// The last seconds: what the terminal will do, said in full, and one key to stay while no money is inside.
Rectangle {
    id: root

    required property Countdown countdown

    objectName: "countdown_warning"
    visible: countdown.warning
    implicitHeight: row.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.bad

    RowLayout {
        id: row
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.pad
        spacing: Theme.pad

        Label {
            Layout.fillWidth: true
            strong: true
            color: Theme.card
            font.pixelSize: Theme.large ? Theme.body : Theme.strong
            text: root.countdown.pays
                  ? qsTr("In %1 s what has been put in is paid in. Nothing is lost.").arg(root.countdown.left)
                  : qsTr("Still there? In %1 s this page closes.").arg(root.countdown.left)
        }
        PressButton {
            // pressing it changes nothing but that somebody is there: the press itself is told to the till
            objectName: "stay"
            visible: !root.countdown.pays
            text: qsTr("I'm here")
            strong: true
        }
    }
}
