import QtQuick

// A drawing that stays as it is: a file of ``ui/qml/pictures``, drawn once for its size. As strokes on the page it would be
// dozens of items, and a page is painted within a frame by having few.
Image {
    required property string name

    source: width > 0 && height > 0 ? "../pictures/" + name + ".svg" : ""
    sourceSize: Qt.size(Math.round(width), Math.round(height))
}
