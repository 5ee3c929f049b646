pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// How far the visit is, and how long the terminal will wait.
RowLayout {
    id: root

    required property int step
    required property int steps
    required property Countdown countdown

    spacing: Theme.pad

    Row {
        id: bars
        objectName: "progress"
        Layout.fillWidth: true
        visible: root.step > 0
        spacing: Theme.gap

        Repeater {
            model: Math.max(5, root.steps)

            Rectangle {
                id: bar
                required property int index

                visible: index < root.steps
                width: (bars.width - (root.steps - 1) * bars.spacing) / root.steps
                height: Math.round(2.4 * Theme.mm)
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
    Item {
        Layout.fillWidth: true
        visible: root.step <= 0
    }
    CountdownRing {
        objectName: "countdown"
        visible: !Theme.landscape && !Theme.dark && root.countdown.running
        seconds: root.countdown.left
        share: root.countdown.share
        warning: root.countdown.warning
    }
}
