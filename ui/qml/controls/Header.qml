pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// Whose terminal this is; language, large type, and the quick lane at the upper right.
RowLayout {
    id: root

    required property var site  // hall, terminal, language, large
    required property var services  // of the quick lane
    required property var terminal
    required property Countdown countdown
    property bool atHome: false  // where staff may come in
    signal quickLane  // there are several: show them

    spacing: Theme.gap

    ColumnLayout {
        Layout.fillWidth: true
        Layout.minimumWidth: Theme.body * 3
        spacing: 0

        FittedLabel {
            Layout.fillWidth: true
            text: root.site.hall
            strong: true
            font.pixelSize: Theme.caption
        }
        FittedLabel {
            Layout.fillWidth: true
            text: qsTr("Terminal %1").arg(root.site.terminal)
            color: Theme.inkSoft
            font.pixelSize: Theme.caption

            MouseArea {
                // the staff's way in: no key to be seen, and no finger rests here by accident for three seconds
                objectName: "staff_door"
                anchors.bottom: parent.bottom
                width: parent.width
                height: parent.parent.height
                enabled: root.atHome
                pressAndHoldInterval: 3000
                onPressAndHold: root.terminal.act("staff", "")
            }
        }
    }
    CountdownRing {
        objectName: "countdown"
        visible: (Theme.landscape || Theme.dark) && root.countdown.running
        seconds: root.countdown.left
        share: root.countdown.share
        warning: root.countdown.warning
    }
    Repeater {
        model: [["zh_CN", "中文"], ["en", "English"]]

        PressButton {
            required property var modelData
            readonly property bool chosen: root.site.language === modelData[0]

            objectName: "language_" + modelData[0]
            text: modelData[1]
            size: Theme.caption
            kind: chosen ? "soft" : "plain"
            strong: chosen
            onTapped: root.terminal.act("language", modelData[0])
        }
    }
    PressButton {
        objectName: "large_type"
        text: root.site.large ? qsTr("A−", "normal type") : qsTr("A+", "large type")
        size: Theme.caption
        onTapped: root.terminal.act("large_type", "")
    }
    PressButton {
        readonly property var first: root.services[0] ?? {"id": "", "text": ""}

        objectName: "quick_lane"
        visible: root.services.length > 0
        text: qsTr("Quick lane")
        size: Theme.caption
        kind: "primary"
        Accessible.name: first.text
        onTapped: root.services.length > 1 ? root.quickLane() : root.terminal.act("service", first.id)
    }
}
