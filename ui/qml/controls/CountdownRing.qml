import QtQuick
import QtQuick.Shapes
import "../theme"

// Seconds in a ring that empties; near the end it turns into a filled sign, so that not colour alone tells.
Item {
    id: root

    required property int seconds
    required property real share
    required property bool warning
    readonly property int stroke: Math.max(2, Math.round(1.3 * Theme.mm))

    implicitWidth: Math.round(Math.max(15 * Theme.mm, Theme.caption * 2))
    implicitHeight: implicitWidth

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: root.warning ? Theme.bad : Theme.card
        border.width: root.stroke
        border.color: root.warning ? Theme.bad : Theme.track
    }
    Shape {
        anchors.fill: parent
        visible: !root.warning

        ShapePath {
            strokeColor: Theme.accent
            strokeWidth: root.stroke
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathAngleArc {
                centerX: root.width / 2
                centerY: root.height / 2
                radiusX: (root.width - root.stroke) / 2
                radiusY: (root.height - root.stroke) / 2
                startAngle: -90
                sweepAngle: 360 * Math.min(1, root.share)
            }
        }
    }
    Label {
        anchors.centerIn: parent
        text: root.seconds
        strong: true
        color: root.warning ? Theme.card : Theme.ink
        font.pixelSize: Theme.caption
        lineHeight: 1
    }
}
