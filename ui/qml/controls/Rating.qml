pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// How it was, in one tap; then thanks, in the same place.
RowLayout {
    id: root

    required property var terminal
    required property bool rated
    readonly property int key: Theme.landscape || Theme.large ? Theme.target : Theme.mainTarget

    spacing: Theme.gap

    Label {
        objectName: "rating_words"
        Layout.fillWidth: true
        Layout.minimumHeight: root.key
        verticalAlignment: Text.AlignVCenter
        text: root.rated ? qsTr("Thank you for your rating!") : qsTr("How was it?")
        color: root.rated ? Theme.good : Theme.ink
        strong: true
    }
    Repeater {
        model: root.rated ? 0 : 5

        Rectangle {
            id: face
            required property int index

            objectName: "rate_" + (index + 1)
            implicitWidth: root.key
            implicitHeight: root.key
            radius: Theme.radius
            color: area.pressed ? Theme.pressed : Theme.card
            border.width: Theme.line
            border.color: Theme.edge

            Face {
                anchors.fill: parent
                anchors.margins: Math.round(2 * Theme.mm)
                mood: face.index + 1
            }
            MouseArea {
                id: area
                objectName: face.objectName + "_area"
                anchors.fill: parent
                onClicked: root.terminal.act("rate", String(face.index + 1))
            }
        }
    }
}
