pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A slip as the printer will make it: as many cells a line as the paper has, in a font whose characters are one cell or
// two, so that columns stand where they will stand on paper.
ListView {
    id: root

    property var lines: []
    required property int cells  // of a line of this terminal's paper
    readonly property int edge: Math.round(4 * Theme.mm)
    readonly property int paperWidth: width - place.width - Theme.gap
    readonly property int cell2: Math.max(1, Math.floor((paperWidth - 2 * edge) / Math.max(cells / 2, fewest)))  // a Chinese character: two cells
    readonly property int fewest: 20  // narrow paper is shown narrow, not with giant letters
    readonly property string family: Qt.fontFamilies().includes("Noto Sans Mono CJK SC") ? "Noto Sans Mono CJK SC" : Application.font.family

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
    ScrollPlace {
        id: place
        moved: root
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
