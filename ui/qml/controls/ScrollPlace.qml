import QtQuick
import "../theme"

// Beside what a finger moves: where one is, and that there is more.
Rectangle {
    id: root

    required property Flickable moved  // what a finger moves

    parent: moved
    anchors.right: parent?.right
    width: Math.round(2.4 * Theme.mm)
    height: moved.height
    radius: width / 2
    visible: moved.interactive && moved.contentHeight > moved.height + 1
    color: Theme.track

    Rectangle {
        objectName: root.moved.objectName + "_position"
        width: parent.width
        height: Math.max(2 * width, root.moved.visibleArea.heightRatio * parent.height)
        y: Math.max(0, Math.min(parent.height - height, root.moved.visibleArea.yPosition * parent.height))
        radius: width / 2
        color: Theme.accent
    }
}
