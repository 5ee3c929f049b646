import QtQuick
import "../theme"

// What a service is about, in a few strokes on a soft tile: a sum, months as bars, a list, paper, a star, a ban.
Rectangle {
    id: root

    property string service
    property real size: 18 * Theme.mm
    readonly property string sign: ({"pay_bill": "¥", "balance": "¥", "points": "★", "subscriptions": "×", "restrictions": "!", "menu": "›"})[service] ?? ""
    readonly property bool bars: service.endsWith("_bill") || service.endsWith("_bills")
    readonly property bool past: service.startsWith("past_")

    implicitWidth: Math.round(size)
    implicitHeight: Math.round(size)
    radius: size * 0.24
    color: Theme.accentSoft

    Text {
        anchors.centerIn: parent
        text: root.sign
        textFormat: Text.PlainText
        color: Theme.accent
        font.pixelSize: Math.max(1, Math.round(root.size * 0.56))
        font.weight: Font.Bold
    }
    Drawing {
        anchors.fill: parent
        visible: root.sign === ""
        name: root.bars ? (root.past ? "service_past_bills" : "service_bill") : root.past ? "service_past_details" : "service_details"
    }
}
