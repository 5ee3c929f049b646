import QtQuick
import QtQuick.Layouts
import "../theme"

// A key with a picture, or with a quieter sentence below its words, or both.
Key {
    id: root

    property string text
    property string note
    property int size: Theme.body
    property int noteSize: Theme.caption
    property bool strong: primary
    property Component picture: null
    property bool beside: false  // the picture stands before the words, not above them

    implicitWidth: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitWidth + 2 * Theme.pad)
    implicitHeight: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitHeight + Theme.gap)

    GridLayout {
        id: words_
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.middle
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
}
