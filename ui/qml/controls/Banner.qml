pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// One sentence that matters now, with a sign. Most pages have one and seldom anything to say: what is on it is made when it
// is first needed.
Rectangle {
    id: root

    property string text
    property string kind: "warn"  // warn, bad, good, info
    readonly property color words: kind === "warn" ? Theme.warn : kind === "bad" ? Theme.bad : kind === "good" ? Theme.good : Theme.ink

    visible: text !== ""
    implicitWidth: said.implicitWidth
    implicitHeight: Math.ceil(said.implicitHeight) + 2 * Theme.gap
    radius: Theme.radius
    color: kind === "warn" ? Theme.warnSoft : kind === "bad" ? Theme.badSoft : kind === "good" ? Theme.goodSoft : Theme.accentSoft
    border.width: Theme.line
    border.color: kind === "warn" ? Theme.warnEdge : kind === "bad" ? Theme.badEdge : kind === "good" ? Theme.good : Theme.accent

    onTextChanged: if (text !== "") said.active = true

    Loader {
        id: said
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        active: false
        sourceComponent: Item {
            readonly property int start: Theme.pad + sign.width + Theme.gap

            implicitWidth: start + Math.ceil(words_.implicitWidth) + Theme.pad
            implicitHeight: Math.max(words_.height, sign.height)

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
                x: parent.start
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - parent.start - Theme.pad
                text: root.text
                color: root.words
            }
        }
    }
}
