import QtQuick
import "../theme"

// A key with words.
Key {
    id: root

    property string text
    property int size: Theme.body
    property bool strong: primary

    implicitWidth: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitWidth + 2 * Theme.pad)
    implicitHeight: Math.max(main ? Theme.mainTarget : Theme.target, words_.implicitHeight + Theme.gap)

    Label {
        id: words_
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.middle
        width: root.width - Theme.pad
        text: root.text
        color: root.words
        strong: root.strong
        font.pixelSize: root.size
        horizontalAlignment: Text.AlignHCenter
    }
}
