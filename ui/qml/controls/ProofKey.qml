pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// One way to prove whose number it is: to be chosen, already done, or out of use with the reason.
PictureButton {
    id: root

    required property var way  // id, works, given, reason
    required property var terminal
    required property string number
    readonly property bool byText: way.id === "sms_code"
    readonly property real pictured: (Theme.tight ? 18 : Theme.landscape || Theme.large ? 24 : 36) * Theme.mm

    objectName: "proof_" + way.id
    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.minimumHeight: implicitHeight
    Layout.preferredHeight: (Theme.tight ? 60 : Theme.landscape ? 70 : Theme.large ? 74 : 84) * Theme.mm
    Layout.maximumHeight: Math.max(implicitHeight, Layout.preferredHeight)
    main: true
    beside: true
    strong: true
    enabled: way.works
    size: Theme.landscape || Theme.large ? Theme.strong : Theme.heading
    noteSize: Theme.landscape || Theme.large ? Theme.caption : Theme.body
    text: way.works ? (byText ? qsTr("Text code ›") : qsTr("Service password ›")) : byText ? qsTr("Text code") : qsTr("Service password")
    note: way.reason !== "" ? way.reason : byText ? qsTr("We send six digits to %1.").arg(number) : qsTr("The six digits you chose for this number.")
    picture: picture_
    onTapped: terminal.act("proof", way.id)

    Component {
        id: picture_

        Item {
            implicitWidth: Math.round(root.pictured)
            implicitHeight: Math.round(root.pictured)

            Drawing {
                anchors.fill: parent
                visible: !root.way.given
                opacity: root.enabled ? 1 : 0.4
                name: root.byText ? "proof_sms_code" : "proof_password"
            }
            Mark {
                anchors.centerIn: parent
                visible: root.way.given
                state_: "done"
                size: Math.round(root.pictured * 0.8)
            }
        }
    }
}
