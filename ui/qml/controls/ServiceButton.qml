pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// The key of one service under the name that the centre gives it; ``menu`` leads to all of them.
PictureButton {
    id: root

    required property var terminal
    required property string service
    property real pictured: (Theme.landscape ? 15 : 18) * Theme.mm

    objectName: service === "menu" ? "menu" : "service_" + service
    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.minimumHeight: implicitHeight
    Layout.preferredHeight: Math.max(implicitHeight, (Theme.landscape ? 22 : 26) * Theme.mm)
    Layout.maximumHeight: Math.max(implicitHeight, 32 * Theme.mm)
    main: true
    strong: true
    beside: true
    size: Theme.landscape || Theme.large ? Theme.body : Theme.strong
    picture: picture_
    onTapped: service === "menu" ? terminal.act("menu", "") : terminal.act("service", service)

    Component {
        id: picture_

        ServicePicture {
            service: root.service
            size: root.pictured
        }
    }
}
