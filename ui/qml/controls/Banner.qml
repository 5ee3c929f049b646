import QtQuick
import "../theme"

// One sentence that matters now, with a sign.
Rectangle {
    id: root

    property string text
    property string kind: "warn"  // warn, bad, good, info
    readonly property color words: kind === "warn" ? Theme.warn : kind === "bad" ? Theme.bad : kind === "good" ? Theme.good : Theme.ink
    readonly property int start: Theme.pad + sign.width + Theme.gap

    visible: text !== ""
    implicitWidth: start + Math.ceil(words_.implicitWidth) + Theme.pad
    implicitHeight: Math.ceil(Math.max(words_.height, sign.height)) + 2 * Theme.gap
    radius: Theme.radius
    color: kind === "warn" ? Theme.warnSoft : kind === "bad" ? Theme.badSoft : kind === "good" ? Theme.goodSoft : Theme.accentSoft
    border.width: Theme.line
    border.color: kind === "warn" ? Theme.warnEdge : kind === "bad" ? Theme.badEdge : kind === "good" ? Theme.good : Theme.accent

    Rectangle {
        id: sign
        x: Theme.pad
        y: words_.y
        width: Math.round(Theme.body * 1.2)
        height: width
        radius: width / 2
        color: root.words

        Text {
            anchors.centerIn: parent
            text: root.kind === "good" ? "✓" : root.kind === "info" ? "i" : "!"
            textFormat: Text.PlainText
            color: root.color
            font.pixelSize: Math.round(Theme.body * 0.85)
            font.weight: Font.Bold
        }
    }
    Label {
        id: words_
        x: root.start
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - root.start - Theme.pad
        text: root.text
        color: root.words
    }
}
