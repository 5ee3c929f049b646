import QtQuick
import QtQuick.Layouts
import "../theme"

// One sentence that matters now, with a sign.
Rectangle {
    id: root

    property string text
    property string kind: "warn"  // warn, bad, good, info
    readonly property color words: kind === "warn" ? Theme.warn : kind === "bad" ? Theme.bad : kind === "good" ? Theme.good : Theme.ink

    visible: text !== ""
    implicitWidth: row.implicitWidth + 2 * Theme.pad
    implicitHeight: row.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: kind === "warn" ? Theme.warnSoft : kind === "bad" ? Theme.badSoft : kind === "good" ? Theme.goodSoft : Theme.accentSoft
    border.width: Theme.line
    border.color: kind === "warn" ? Theme.warnEdge : kind === "bad" ? Theme.badEdge : kind === "good" ? Theme.good : Theme.accent

    RowLayout {
        id: row
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.pad
        spacing: Theme.gap

        Rectangle {
            Layout.preferredWidth: Math.round(Theme.body * 1.2)
            Layout.preferredHeight: Layout.preferredWidth
            Layout.alignment: Qt.AlignTop
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
            Layout.fillWidth: true
            text: root.text
            color: root.words
        }
    }
}
