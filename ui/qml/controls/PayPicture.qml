import QtQuick

// What can be done here, in one picture: notes, or a card, go into a telephone, and it is paid.
Item {
    id: root

    property bool cash: true
    property bool card: false
    readonly property real unit: Math.min(width / 190, height / 108)  // of the drawing, in pixels

    Drawing {
        anchors.centerIn: parent
        width: Math.round(190 * root.unit)
        height: Math.round(108 * root.unit)
        name: !root.card ? "pay_notes" : root.cash ? "pay_either" : "pay_card"
    }
    Drawing {
        anchors.centerIn: parent
        width: Math.round(190 * root.unit)
        height: Math.round(108 * root.unit)
        name: "pay_telephone"
    }
}
