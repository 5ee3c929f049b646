pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// What may be longer than its place: moved by a finger, with a bar that shows where one is and that there is more.
Flickable {
    id: root

    readonly property bool more: contentHeight > height + 1
    readonly property int bar: Math.round(2.4 * Theme.mm)
    readonly property int room: more ? width - bar - Theme.gap : width  // for the content

    objectName: "scroll"
    contentWidth: width
    flickableDirection: Flickable.VerticalFlick
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    onVisibleChanged: if (visible) contentY = 0

    Rectangle {
        parent: root
        anchors.right: parent?.right
        width: root.bar
        height: root.height
        radius: width / 2
        visible: root.more
        color: Theme.track

        Rectangle {
            objectName: "scroll_position"
            width: parent.width
            height: Math.max(2 * width, root.visibleArea.heightRatio * parent.height)
            y: Math.min(parent.height - height, root.visibleArea.yPosition * parent.height)
            radius: width / 2
            color: Theme.accent
        }
    }
}
