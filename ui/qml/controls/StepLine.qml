import QtQuick
import "../theme"

// One step of what happens after the money is in, on a line that leads from each to the next.
Item {
    id: root

    required property var step  // what, state, text; now: what hands do next, where that is said
    readonly property bool now: step.now ?? false
    property bool last: false
    property int size: Theme.body

    implicitHeight: words.implicitHeight + Theme.gap

    Rectangle {
        visible: !root.last
        x: Math.round((mark.width - width) / 2)
        y: mark.y + mark.height
        width: Math.max(3, Math.round(0.8 * Theme.mm))
        height: root.height - mark.height
        color: root.step.state === "done" ? Theme.good : Theme.track
    }
    Mark {
        id: mark
        objectName: "step_" + root.step.what
        anchors.verticalCenter: parent.verticalCenter
        state_: root.step.state
        size: Math.round(root.size * 1.35)
    }
    Label {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: mark.right
        anchors.right: parent.right
        anchors.leftMargin: Theme.pad
        text: root.step.text
        color: root.step.state === "failed" ? Theme.bad : root.now ? Theme.accent : root.step.state === "waiting" ? Theme.inkSoft : Theme.ink
        strong: root.now || root.step.state === "failed"
        font.pixelSize: root.size
    }
}
