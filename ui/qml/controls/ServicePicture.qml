pragma ComponentBehavior: Bound

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
    Repeater {
        // months: the last one is what is asked for, or those before it
        model: root.sign === "" && root.bars ? [0.34, 0.24, 0.54] : []

        Rectangle {
            required property real modelData
            required property int index

            x: root.size * (0.205 + 0.22 * index)
            y: root.size * (0.78 - modelData)
            width: root.size * 0.15
            height: root.size * modelData
            radius: width * 0.25
            color: root.past !== (index === 2) ? Theme.accent : Theme.unlit
        }
    }
    Repeater {
        // records, or payments: four lines with what they cost
        model: root.sign === "" && !root.bars ? 8 : 0

        Rectangle {
            required property int index
            readonly property int line: Math.floor(index / 2)
            readonly property bool cost: index % 2 === 1

            x: root.size * (cost ? 0.395 : 0.225)
            y: root.size * (0.17 + 0.19 * line)
            width: root.size * (!cost ? 0.09 : line % 2 ? 0.26 : 0.38)
            height: root.size * 0.09
            radius: height / 2
            color: root.past && line === 0 ? Theme.unlit : Theme.accent
        }
    }
}
