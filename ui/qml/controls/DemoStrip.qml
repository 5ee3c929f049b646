import QtQuick
import "../theme"

// Over everything, on every screen of a demo: nobody may take it for a real terminal.
Rectangle {
    implicitHeight: Math.round(words.implicitHeight + 3 * Theme.mm)
    color: Theme.demo

    Label {
        id: words
        objectName: "demo_mark"
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("DEMO · simulated devices · no real money")
        color: Theme.demoWords
        strong: true
        font.pixelSize: Theme.caption
    }
}
