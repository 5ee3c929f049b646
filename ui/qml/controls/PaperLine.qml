pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// One line of a slip: words, a label with its value, a rule, or a QR code.
Item {
    id: root

    required property var line  // kind, text, value, align, bold, large, qr
    required property string picture  // of its QR code, once it is made
    required property int cell2  // pixels of two cells, which is the size of the font
    required property string family
    required property int margin
    readonly property bool words: line.kind === "text" || line.kind === "pair"
    readonly property bool apart: value.visible && label.implicitWidth + value.implicitWidth + cell2 / 2 > inner  // too long for one line
    readonly property int inner: width - 2 * margin
    readonly property int qrSize: Math.round(inner * 0.4)

    implicitHeight: line.kind === "qrcode" ? qrSize + 2 * cell2 : line.kind === "rule" ? cell2
                    : Math.max(cell2 * 1.4, apart ? label.height + value.height : label.height)

    Label {
        id: label
        x: root.margin
        width: root.inner
        visible: root.words
        text: root.line.text
        strong: root.line.bold
        horizontalAlignment: root.line.align === "centre" ? Text.AlignHCenter : root.line.align === "right" ? Text.AlignRight : Text.AlignLeft
        lineHeight: 1
        font.family: root.family
        font.pixelSize: Math.max(1, root.cell2 * (root.line.large ? 2 : 1))
    }
    Label {
        id: value
        y: root.apart ? label.height : 0
        x: root.margin + root.inner - width
        width: root.apart ? root.inner : Math.min(implicitWidth, root.inner)
        visible: root.line.kind === "pair"
        text: root.line.value
        strong: root.line.bold
        horizontalAlignment: Text.AlignRight
        lineHeight: 1
        font.family: root.family
        font.pixelSize: Math.max(1, root.cell2)
    }
    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        x: root.margin
        width: root.inner
        height: Theme.line
        visible: root.line.kind === "rule"
        color: Theme.inkSoft
    }
    Image {
        anchors.centerIn: parent
        width: root.qrSize
        height: width
        visible: root.picture !== ""
        source: root.picture
        smooth: false
        cache: false  // nothing of a customer stays behind (F9)
    }
}
