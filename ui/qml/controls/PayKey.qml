pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// Choosing how to pay; for cash also the consent to what stands beside it. Each way's key is as large as the other's.
PictureButton {
    id: root

    required property var terminal
    required property string method  // "cash" or "card": also the name of the touch
    property bool alone: true  // the only way there is
    property string amount
    readonly property bool byCard: method === "card"
    readonly property real pictured: (Theme.tight ? 0 : Theme.landscape ? 14 : Theme.large ? 22 : 28) * Theme.mm

    objectName: "pay_" + method
    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.minimumHeight: implicitHeight
    Layout.preferredHeight: (Theme.tight ? 0 : Theme.landscape || Theme.large ? 34 : alone ? 64 : 84) * Theme.mm
    Layout.maximumHeight: Math.max(implicitHeight, Layout.preferredHeight)
    main: true
    kind: "primary"
    size: Theme.large ? Theme.strong : Theme.heading
    picture: alone || pictured === 0 ? null : byCard ? bankCard : notes
    text: byCard ? (alone ? qsTr("Pay by bank card ›") : qsTr("Bank card ›")) : alone ? qsTr("Pay with cash ›") : qsTr("Cash ›")
    note: byCard ? qsTr("exactly %1").arg(amount) : qsTr("I understand and agree")
    onTapped: terminal.act(method, "")

    Component {
        id: notes

        Item {
            implicitWidth: Math.round(root.pictured * 2.3)
            implicitHeight: Math.round(root.pictured)

            NotePicture {
                anchors.right: parent.right
                yuan: "50"
                size: root.pictured * 0.66
                border.width: Theme.line
                border.color: Theme.card
            }
            NotePicture {
                anchors.bottom: parent.bottom
                yuan: "100"
                size: root.pictured * 0.66
                border.width: Theme.line
                border.color: Theme.card
            }
        }
    }
    Component {
        id: bankCard

        CardPicture {
            size: root.pictured
        }
    }
}
