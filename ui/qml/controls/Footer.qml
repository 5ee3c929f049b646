import QtQuick
import QtQuick.Layouts
import "../theme"

// The way back, the phone number, the clock, and help: on every page.
RowLayout {
    id: root

    required property var site  // phone, language
    required property var frame  // canGoBack, canGoHome
    required property var terminal
    signal help

    spacing: Theme.gap

    PressButton {
        objectName: "back"
        visible: root.frame.canGoBack
        text: qsTr("‹ Back")
        onTapped: root.terminal.act("back", "")
    }
    PressButton {
        objectName: "home"
        visible: root.frame.canGoHome
        text: qsTr("Home")
        onTapped: root.terminal.act("home", "")
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: 0

        FittedLabel {
            objectName: "service_phone"
            Layout.fillWidth: true
            horizontalAlignment: root.frame.canGoBack || root.frame.canGoHome ? Text.AlignHCenter : Text.AlignLeft
            text: qsTr("Service %1").arg(root.site.phone)
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
        }
        FittedLabel {
            id: clock
            property date now: new Date()

            objectName: "clock"
            Layout.fillWidth: true
            horizontalAlignment: root.frame.canGoBack || root.frame.canGoHome ? Text.AlignHCenter : Text.AlignLeft
            text: Qt.locale(root.site.language).toString(now, qsTr("d MMM, hh:mm", "date and time of the footer"))
            color: Theme.inkSoft
            font.pixelSize: Theme.caption

            Timer {
                running: true
                repeat: true
                interval: 5000
                onTriggered: clock.now = new Date()
            }
        }
    }
    PressButton {
        objectName: "help"
        text: qsTr("? Help")
        onTapped: root.help()
    }
}
