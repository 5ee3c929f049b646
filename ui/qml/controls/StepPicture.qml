import QtQuick
import "../theme"

// The four steps of paying, drawn: a phone, a sum, a note going in (or a card, or either), a receipt with a tick.
Rectangle {
    id: root

    required property int step  // 0..3
    property bool cash: true
    property bool card: false
    property real size: 24 * Theme.mm

    implicitWidth: Math.round(size)
    implicitHeight: Math.round(size)
    radius: Theme.radius
    color: Theme.accentSoft

    Drawing {
        anchors.fill: parent
        name: ["step_number", "step_amount", !root.card ? "step_notes" : root.cash ? "step_either" : "step_card", "step_receipt"][root.step]
    }
}
