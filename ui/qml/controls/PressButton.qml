import QtQuick
import QtQuick.Layouts
import "../theme"

// A key with words. Answers at once while pressed; acts on release inside, so that sliding off takes it back.
Rectangle {
    id: root

    property string text
    property string note
    property string kind: "plain"  // plain, primary, soft
    property int size: Theme.body
    property bool strong: kind === "primary"
    property bool main: false
    readonly property color words: !enabled ? Theme.offWords : kind === "primary" ? Theme.accentWords : kind === "soft" ? Theme.accent : Theme.ink
    signal tapped

    implicitWidth: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitWidth + 2 * Theme.pad)
    implicitHeight: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitHeight + Theme.gap)
    radius: Theme.radius
    color: !enabled ? Theme.off : kind === "primary" ? (area.pressed ? Theme.accentPressed : Theme.accent)
                    : area.pressed ? Theme.pressed : kind === "soft" ? Theme.accentSoft : Theme.card
    border.width: kind === "primary" || !enabled ? 0 : Theme.line
    border.color: kind === "soft" ? Theme.accent : Theme.edge

    ColumnLayout {
        id: words_
        anchors.centerIn: parent
        width: Math.min(implicitWidth, root.width - Theme.pad)
        spacing: 0

        Label {
            Layout.fillWidth: true
            text: root.text
            color: root.words
            strong: root.strong
            font.pixelSize: root.size
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            Layout.fillWidth: true
            visible: root.note !== ""
            text: root.note
            color: root.words
            font.pixelSize: Theme.caption
            horizontalAlignment: Text.AlignHCenter
        }
    }
    MouseArea {
        id: area
        objectName: root.objectName + "_area"
        anchors.fill: parent
        onClicked: root.tapped()
    }
}
