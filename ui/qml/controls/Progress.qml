pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// How far the visit is, and how long the terminal will wait. Its height is known at once and not when layouts are done:
// otherwise each page would take its place twice. Where pages have steps the ring keeps its room while it does not run, so
// that nothing on them moves when a wait begins or ends.
Item {
    id: root

    required property int step
    required property int steps
    required property Countdown countdown
    readonly property bool hasRing: !Theme.landscape && !Theme.dark
    readonly property bool rings: hasRing && countdown.running
    readonly property bool keepsRoom: hasRing && (countdown.running || step > 0)
    readonly property int thickness: Math.round(2.4 * Theme.mm)

    implicitHeight: Math.max(keepsRoom ? ring.implicitHeight : 0, step > 0 ? thickness : 0)

    Row {
        id: bars
        objectName: "progress"
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - (root.keepsRoom ? ring.width + Theme.pad : 0)
        visible: root.step > 0
        spacing: Theme.gap

        Repeater {
            model: Math.max(5, root.steps)

            Rectangle {
                id: bar
                required property int index

                visible: index < root.steps
                width: (bars.width - (root.steps - 1) * bars.spacing) / root.steps
                height: root.thickness
                radius: height / 2
                color: Theme.track

                Rectangle {
                    readonly property real done: bar.index < root.step ? 1 : 0
                    property real share: done

                    width: Math.round(bar.width * share)
                    height: bar.height
                    radius: height / 2
                    color: Theme.accent

                    Behavior on share {
                        enabled: bars.visible && bar.index === root.step - 1  // nothing moves where nobody looks, nor what was done before
                        NumberAnimation { duration: 300; easing.type: Easing.OutQuad }
                    }
                }
            }
        }
    }
    CountdownRing {
        id: ring
        objectName: "countdown"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: root.rings
        seconds: root.countdown.left
        share: root.countdown.share
        warning: root.countdown.warning
    }
}
