import QtQuick
import "../theme"

// Every text of the screens. Wraps; never cuts a word off.
Text {
    property bool strong: false

    color: Theme.ink
    font.pixelSize: Theme.body
    font.weight: strong ? Font.Bold : Font.Normal
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    lineHeight: 1.12
}
