import QtQuick
import QtQuick.Layouts
import "../theme"

// A key with words, standing a little above its ground. It goes down at once when pressed, and acts on release inside,
// so that sliding off takes it back.
Item {
    id: root

    property string text
    property string note
    property string kind: "plain"  // plain, primary, soft
    property int size: Theme.body
    property int noteSize: Theme.caption
    property bool strong: kind === "primary"
    property bool main: false
    property Component picture: null
    property bool beside: false  // the picture stands before the words, not above them
    property alias pressed: area.pressed
    readonly property bool primary: kind === "primary"
    readonly property int depth: enabled ? Theme.depth : 0
    readonly property color words: !enabled ? Theme.offWords : primary ? Theme.accentWords : kind === "soft" ? Theme.accent : Theme.ink
    readonly property color side: primary ? Theme.accentPressed : kind === "soft" ? Theme.accent : Theme.edge
    signal tapped

    implicitWidth: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitWidth + 2 * Theme.pad)
    implicitHeight: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitHeight + Theme.gap)

    Rectangle {
        // the side of the key, as much as is seen of it below its top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: 2 * radius
        radius: Theme.radius
        visible: root.depth > 0 && !area.pressed
        color: root.side
    }
    Rectangle {
        anchors.fill: parent
        anchors.topMargin: area.pressed ? root.depth : 0
        anchors.bottomMargin: area.pressed ? 0 : root.depth
        radius: Theme.radius
        color: !root.enabled ? Theme.off : root.primary ? (area.pressed ? Theme.accentPressed : Theme.accent)
               : area.pressed ? Theme.pressed : root.kind === "soft" ? Theme.accentSoft : Theme.card
        border.width: root.primary || !root.enabled ? 0 : Theme.line
        border.color: root.side
    }
    GridLayout {
        id: words_
        anchors.centerIn: parent
        anchors.verticalCenterOffset: (area.pressed ? root.depth : -root.depth) / 2
        width: root.beside ? root.width - 2 * Theme.gap : Math.min(implicitWidth, root.width - Theme.pad)
        columns: root.beside ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: 0

        Loader {
            Layout.alignment: Qt.AlignCenter
            Layout.bottomMargin: root.beside ? 0 : Theme.gap
            visible: active
            active: root.picture !== null
            sourceComponent: root.picture
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Label {
                Layout.fillWidth: true
                text: root.text
                color: root.words
                strong: root.strong
                font.pixelSize: root.size
                horizontalAlignment: root.beside ? Text.AlignLeft : Text.AlignHCenter
            }
            Label {
                Layout.fillWidth: true
                visible: root.note !== ""
                text: root.note
                color: root.words
                font.pixelSize: root.noteSize
                horizontalAlignment: root.beside ? Text.AlignLeft : Text.AlignHCenter
            }
        }
    }
    MouseArea {
        id: area
        objectName: root.objectName + "_area"
        anchors.fill: parent
        onClicked: root.tapped()
    }
}
