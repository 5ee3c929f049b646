import QtQuick
import QtQuick.Layouts
import "../theme"

// What can be done with an answer: have it on paper, or pay.
RowLayout {
    id: root

    required property var terminal
    property bool canPrint: false
    property bool canPay: false
    property bool busy: false

    visible: canPrint || canPay
    spacing: Theme.pad
    uniformCellSizes: true

    PressButton {
        objectName: "print"
        Layout.fillWidth: true
        visible: root.canPrint
        enabled: !root.busy
        main: true
        size: Theme.strong
        text: qsTr("Print")
        onTapped: root.terminal.act("print", "")
    }
    PressButton {
        objectName: "pay"
        Layout.fillWidth: true
        visible: root.canPay
        enabled: !root.busy
        main: true
        kind: "primary"
        size: Theme.strong
        text: qsTr("Pay now ›")
        onTapped: root.terminal.act("pay", "")
    }
}
