pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A slip as the printer will make it: as many cells a line as the paper has, in a font whose characters are one cell or
// two, so that columns stand where they will stand on paper.
ListView {
    id: root

    required property var terminal
    property var lines: []
    required property int cells  // of a line of this terminal's paper
    readonly property int edge: Math.round(4 * Theme.mm)
    property var pictures: ({})  // of QR codes, by what they say; made when the slip is on the glass, which need not wait for them
    readonly property bool bare: lines.some(line => line.qr !== "" && !(line.qr in pictures))
    readonly property string words: lines.map(line => line.text + line.value).join()
    readonly property var nothing: ({"kind": "", "text": "", "value": "", "align": "", "bold": false, "large": false, "qr": ""})
    readonly property int paperWidth: width - bar.width - Theme.gap
    readonly property int cell2: Math.max(1, Math.floor((paperWidth - 2 * edge) / Math.max(cells / 2, fewest)))  // a Chinese character: two cells
    readonly property int fewest: 20  // narrow paper is shown narrow, not with giant letters
    readonly property string family: Qt.fontFamilies().includes("Noto Sans Mono CJK SC") ? "Noto Sans Mono CJK SC" : Application.font.family

    objectName: "paper"
    model: Places {
        rows: root.lines
        ahead: 24
        exact: true
    }
    clip: true
    interactive: lines.length > 0
    boundsBehavior: Flickable.StopAtBounds
    cacheBuffer: 0
    reuseItems: false
    topMargin: edge
    bottomMargin: edge
    onLinesChanged: {
        if (lines.length > 0)
            return;
        pictures = {};
        Qt.callLater(positionViewAtBeginning);  // when the places that stay have been laid out
    }
    onWordsChanged: if (!atYBeginning) positionViewAtBeginning()

    function draw() {
        const made = {};
        for (const line of root.lines.filter(line => line.qr !== ""))
            made[line.qr] = root.pictures[line.qr] ?? root.terminal.qr_picture(line.qr);
        root.pictures = made;
    }

    Connections {
        target: root.Window.window
        enabled: root.bare && root.visible

        function onFrameSwapped() {
            Qt.callLater(root.draw);
        }
    }
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
        id: bar
        moved: root
    }
    delegate: PaperLine {
        required property int place

        visible: place < root.lines.length
        width: 2 * root.edge + root.cell2 * root.cells / 2
        height: visible || root.lines.length === 0 ? implicitHeight : 0  // empty lines keep each other's place for the next slip
        margin: root.edge
        line: root.lines[place] ?? root.nothing
        picture: root.pictures[line.qr] ?? ""
        cell2: root.cell2
        family: root.family
    }
}
