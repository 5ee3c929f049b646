import QtQuick

// What every page is: the facts of its view, and the terminal that takes touches.
Item {
    required property var body
    required property var terminal
}
