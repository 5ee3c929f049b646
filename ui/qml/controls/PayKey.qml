import QtQuick
import QtQuick.Layouts
import "../theme"

// Choosing cash, and the consent to what stands beside it.
PressButton {
    required property var terminal

    Layout.preferredHeight: Math.max(implicitHeight, (Theme.tight ? 0 : Theme.landscape || Theme.large ? 34 : 48) * Theme.mm)
    main: true
    kind: "primary"
    size: Theme.large ? Theme.strong : Theme.heading
    text: qsTr("Pay with cash ›")
    note: qsTr("I understand and agree")
    onTapped: terminal.act("cash", "")
}
