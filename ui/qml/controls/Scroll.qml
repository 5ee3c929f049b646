pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// What may be longer than its place: moved by a finger, with a bar that shows where one is and that there is more.
Flickable {
    id: root

    readonly property int room: place.visible ? width - place.width - Theme.gap : width  // for the content

    objectName: "scroll"
    contentWidth: width
    flickableDirection: Flickable.VerticalFlick
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    onVisibleChanged: if (visible) contentY = 0

    ScrollPlace {
        id: place
        moved: root
    }
}
