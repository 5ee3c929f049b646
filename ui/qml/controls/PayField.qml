import QtQuick
import QtQuick.Layouts
import "../theme"

// The field that starts the visit: what can be done, what it takes, and where to press. All of it is the key.
Rectangle {
    id: root

    readonly property color words: enabled ? Theme.accentWords : Theme.offWords
    readonly property bool down: area.pressed || rising.running  // as every key
    property bool cash: true  // taken now
    property bool card: false
    signal tapped

    implicitHeight: column.anchors.topMargin + column.implicitHeight + column.anchors.bottomMargin
    radius: Theme.radius * 1.6
    color: !enabled ? Theme.off : root.down ? Theme.accentPressed : Theme.accent

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.pad * (Theme.landscape || Theme.large ? 1 : 1.4)
        spacing: Theme.gap

        PayPicture {
            id: picture
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.bottomMargin: Theme.gap
            cash: root.cash
            card: root.card
            opacity: root.enabled && height > 24 * Theme.mm ? 1 : 0
        }
        Figure {
            Layout.fillWidth: true
            text: qsTr("Pay a phone bill")
            color: root.words
        }
        Label {
            Layout.fillWidth: true
            text: !root.enabled ? qsTr("Not possible here right now")
                  : root.cash && root.card ? qsTr("With cash or bank card, for any mobile number. No password needed.")
                  : root.card ? qsTr("By bank card, for any mobile number. No password needed.")
                  : qsTr("With cash, for any mobile number. No password needed.")
            color: root.enabled ? Theme.accentWordsSoft : Theme.offWords
            font.pixelSize: Theme.large ? Theme.body : Theme.strong
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.topMargin: Theme.gap
            visible: root.enabled
            implicitHeight: Math.max(start.implicitHeight + 2 * Theme.gap, (Theme.landscape || Theme.large ? 18 : 28) * Theme.mm)
            radius: Theme.radius
            color: root.down ? Theme.pressed : Theme.card

            FittedLabel {
                id: start
                anchors.centerIn: parent
                width: Math.min(implicitWidth, parent.width - Theme.pad)
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("Touch here to begin ›")
                strong: true
                color: Theme.accent
                font.pixelSize: Theme.large ? Theme.body : Theme.heading
            }
        }
    }
    Mark {
        anchors.left: column.left
        anchors.top: column.top
        visible: !root.enabled && picture.height > size
        state_: "alert"
        size: Math.round((Theme.landscape ? 22 : 36) * Theme.mm)
    }
    MouseArea {
        id: area
        anchors.fill: parent
        onReleased: if (containsMouse) rising.start()
        onClicked: root.tapped()
    }
    Timer {
        id: rising
        interval: 60
    }
}
