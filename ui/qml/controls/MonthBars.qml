pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// Where the money went: one bar a month, a colour for each kind of charge, the exact sum at its end. The month of this page
// stands out; the others step back.
ColumnLayout {
    id: root

    property var bars: []  // name, total, parts of kind and share, closed, chosen
    readonly property var nothing: ({"name": "", "total": "", "parts": [], "closed": true, "chosen": false})
    readonly property var none: ({"kind": -1, "share": 0})
    readonly property color veil: Qt.rgba(1, 1, 1, 0.5)
    readonly property var faded: Theme.kinds.map(kind => Qt.tint(kind, veil))
    readonly property color fadedRest: Qt.tint(Theme.unlit, veil)
    readonly property int aside: Math.round(2 * Theme.mm)
    readonly property real start: aside + Math.ceil(widestName.advanceWidth) + Theme.gap  // of the bars
    readonly property real end: width - aside - Math.ceil(widestSum.advanceWidth) - Theme.gap  // of the longest

    function longest(texts: var): string {
        return texts.reduce((one, other) => other.length > one.length ? other : one, "");
    }
    function nameOf(bar: var): string {
        return bar.closed ? bar.name : qsTr("%1 so far", "a month that is still running").arg(bar.name);
    }
    function edges(parts: var): var {
        // of a bar's parts: where each begins, and where the last ends
        const found = [start];
        let edge = start;
        for (const part of parts) {
            edge += Math.max(1, part.share * (end - start));  // what there is, is seen
            found.push(Math.round(edge));
        }
        return found;
    }

    spacing: 0

    TextMetrics {
        id: widestName
        font.pixelSize: Theme.caption
        font.weight: Font.Bold
        text: root.longest(root.bars.map(root.nameOf))
    }
    TextMetrics {
        id: widestSum
        font.pixelSize: Theme.caption
        font.weight: Font.Bold
        text: root.longest(root.bars.map(bar => bar.total))
    }
    Repeater {
        model: Places {
            rows: root.bars
            ahead: 7
        }

        Rectangle {
            id: row
            required property int place
            readonly property var modelData: root.bars[place] ?? root.nothing
            readonly property bool chosen: modelData.chosen
            readonly property var edges: root.edges(modelData.parts)
            readonly property int thickness: Math.round(height * (chosen ? 0.72 : 0.56))
            readonly property int upper: Math.ceil(height / 2) - Math.ceil(thickness / 2)

            visible: place < root.bars.length
            objectName: chosen ? "bar_chosen" : "bar"
            Layout.fillWidth: true
            implicitHeight: Math.round(Math.max((Theme.landscape ? 10.5 : 13) * Theme.mm, Theme.caption * 1.6))
            radius: Math.round(2 * Theme.mm)
            color: chosen ? Theme.accentSoft : "transparent"

            Label {
                x: root.aside
                anchors.verticalCenter: parent.verticalCenter
                text: root.nameOf(row.modelData)
                color: row.chosen ? Theme.ink : Theme.inkSoft
                strong: row.chosen
                font.pixelSize: Theme.caption
                wrapMode: Text.NoWrap
            }
            Repeater {
                model: Places {
                    rows: row.modelData.parts
                    ahead: 4
                }

                Rectangle {
                    required property int place
                    readonly property var modelData: row.modelData.parts[place] ?? root.none

                    visible: place < row.modelData.parts.length
                    x: row.edges[place] ?? 0
                    y: row.upper
                    width: (row.edges[place + 1] ?? x) - x
                    height: row.thickness
                    color: row.chosen ? Theme.kinds[modelData.kind] ?? Theme.unlit : root.faded[modelData.kind] ?? root.fadedRest
                }
            }
            Label {
                anchors.right: parent.right
                anchors.rightMargin: root.aside
                anchors.verticalCenter: parent.verticalCenter
                text: row.modelData.total
                color: row.chosen ? Theme.ink : Theme.inkSoft
                strong: row.chosen
                font.pixelSize: Theme.caption
                wrapMode: Text.NoWrap
            }
        }
    }
}
