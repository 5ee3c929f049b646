import QtQuick
import "../theme"

Rectangle {
    radius: Theme.radius
    color: Theme.card
    border.width: Theme.line
    border.color: Theme.edge
}
