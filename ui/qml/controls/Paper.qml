pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A slip as the printer will make it: as many cells a line as the paper has, in a font whose characters are one cell or
// two, so that columns stand where they will stand on paper.
ListView {
    id: root

    property var lines: []
    readonly property int cells: 48  // of the 80 mm paper
    readonly property int edge: Math.round(4 * Theme.mm)
    readonly property int bar: Math.round(2.4 * Theme.mm)
    readonly property int paperWidth: width - bar - Theme.gap
    readonly property int cell2: Math.floor((paperWidth - 2 * edge) / (cells / 2))  // a Chinese character: two cells
    readonly property string family: Qt.fontFamilies().includes("Noto Sans Mono CJK SC") ? "Noto Sans Mono CJK SC" : Application.font.family
    readonly property bool more: contentHeight > height + 1

    objectName: "paper"
    model: lines
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    cacheBuffer: 0
    reuseItems: false
    topMargin: edge
    bottomMargin: edge
    onModelChanged: positionViewAtBeginning()

    Rectangle {
        // the sheet
        parent: root
        z: -1
        width: 2 * root.edge + root.cell2 * root.cells / 2
        height: Math.min(root.height, root.contentHeight + 2 * root.edge)
        color: Theme.card
        border.width: Theme.line
        border.color: Theme.edge
    }
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
            y: Math.max(0, Math.min(parent.height - height, root.visibleArea.yPosition * parent.height))
            radius: width / 2
            color: Theme.accent
        }
    }
    delegate: PaperLine {
        required property var modelData

        width: 2 * root.edge + root.cell2 * root.cells / 2
        margin: root.edge
        line: modelData
        cell2: root.cell2
        family: root.family
    }
}
