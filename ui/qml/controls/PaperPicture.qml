pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The printer from the side while its paper is changed: 0 the cover goes up, 1 the roll goes in with its end over the edge,
// 2 the cover goes down, 3 a slip comes out.
Item {
    id: root

    property int step: 0
    property bool lit: true
    readonly property color line: lit ? Theme.ink : Theme.inkSoft
    readonly property color arrow: lit ? Theme.accent : Theme.inkSoft
    readonly property real u: height / 100
    readonly property bool open: step < 3

    implicitWidth: 1.3 * implicitHeight

    Rectangle {
        // the body
        x: 14 * root.u
        y: 62 * root.u
        width: 84 * root.u
        height: 36 * root.u
        radius: 5 * root.u
        color: Theme.track
        border.width: 2 * root.u
        border.color: root.line
    }
    Rectangle {
        // the roll, in its place or on its way there
        visible: root.step !== 3
        x: 40 * root.u
        y: (root.step === 1 ? 31 : 48) * root.u
        width: 30 * root.u
        height: width
        radius: width / 2
        opacity: root.step === 0 ? 0 : 1
        color: "#FFFFFF"
        border.width: 2 * root.u
        border.color: root.line

        Rectangle {
            anchors.centerIn: parent
            width: parent.width * 0.3
            height: width
            radius: width / 2
            color: Theme.track
            border.width: 1.5 * root.u
            border.color: root.line
        }
    }
    Rectangle {
        // the end of the paper, over the front edge
        visible: root.step > 0
        x: (root.step === 3 ? 24 : 18) * root.u
        y: (root.step === 3 ? 22 : root.step === 1 ? 54 : 57) * root.u
        width: (root.step === 3 ? 22 : 26) * root.u
        height: (root.step === 3 ? 38 : 6) * root.u
        color: "#FFFFFF"
        border.width: 1.5 * root.u
        border.color: root.line

        Column {
            visible: root.step === 3
            anchors.centerIn: parent
            spacing: 4 * root.u

            Repeater {
                model: 3

                Rectangle {
                    width: 13 * root.u
                    height: 2 * root.u
                    color: "#3D4A60"
                }
            }
        }
    }
    Rectangle {
        // the cover, hinged at the back
        x: 28 * root.u
        y: 56 * root.u
        width: 68 * root.u
        height: 8 * root.u
        radius: 3 * root.u
        color: root.line
        transformOrigin: Item.Right
        rotation: root.step === 3 ? 0 : root.step === 2 ? 20 : 58
    }
    Text {
        // which way something moves now
        visible: root.open
        x: (root.step === 1 ? 49 : 6) * root.u
        y: (root.step === 1 ? 2 : 14) * root.u
        text: root.step === 0 ? "↑" : "↓"
        textFormat: Text.PlainText
        color: root.arrow
        font.pixelSize: Math.max(1, Math.round(22 * root.u))
        font.weight: Font.Bold
    }
}
