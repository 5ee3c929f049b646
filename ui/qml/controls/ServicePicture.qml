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
        visible: root.sign !== ""
        text: root.sign
        textFormat: Text.PlainText
        color: Theme.accent
        font.pixelSize: Math.max(1, Math.round(root.size * 0.56))
        font.weight: Font.Bold
    }
    Row {
        // months: the last one is what is asked for, or those before it
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: root.size * 0.22
        visible: root.sign === "" && root.bars
        spacing: root.size * 0.07

        Repeater {
            model: [0.34, 0.24, 0.54]

            Rectangle {
                required property real modelData
                required property int index

                anchors.bottom: parent.bottom
                width: root.size * 0.15
                height: root.size * modelData
                radius: width * 0.25
                color: root.past !== (index === 2) ? Theme.accent : Theme.unlit
            }
        }
    }
    Column {
        // records, or payments: lines with what they cost
        anchors.centerIn: parent
        visible: root.sign === "" && !root.bars
        spacing: root.size * 0.1

        Repeater {
            model: 4

            Row {
                id: line
                required property int index
                readonly property color paint: root.past && index === 0 ? Theme.unlit : Theme.accent

                spacing: root.size * 0.08

                Rectangle {
                    width: root.size * 0.09
                    height: width
                    radius: width / 2
                    color: line.paint
                }
                Rectangle {
                    width: root.size * (line.index % 2 ? 0.26 : 0.38)
                    height: root.size * 0.09
                    radius: height / 2
                    color: line.paint
                }
            }
        }
    }
}
