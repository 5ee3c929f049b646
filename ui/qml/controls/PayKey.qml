import QtQuick
import QtQuick.Layouts
import "../theme"

// Choosing cash, and the consent to what stands beside it.
PressButton {
    required property var terminal

    Layout.fillHeight: true
    Layout.minimumHeight: implicitHeight
    Layout.preferredHeight: (Theme.tight ? 0 : Theme.landscape || Theme.large ? 34 : 64) * Theme.mm
    Layout.maximumHeight: Math.max(implicitHeight, Layout.preferredHeight)
    main: true
    kind: "primary"
    size: Theme.large ? Theme.strong : Theme.heading
    text: qsTr("Pay with cash ›")
    note: qsTr("I understand and agree")
    onTapped: terminal.act("cash", "")
}
