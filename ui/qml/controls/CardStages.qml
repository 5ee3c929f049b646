pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// How far a charge is: card, bank, done, on a line that leads from each to the next.
RowLayout {
    id: root

    required property int stage

    spacing: Theme.gap

    Repeater {
        model: [qsTr("Card"), qsTr("Bank", "the step of asking it"), qsTr("Done")]

        RowLayout {
            id: cell
            required property int index
            required property string modelData

            Layout.fillWidth: index > 0
            spacing: Theme.gap

            Rectangle {
                Layout.fillWidth: true
                visible: cell.index > 0
                implicitHeight: Math.max(3, Math.round(0.8 * Theme.mm))
                color: cell.index <= root.stage ? Theme.good : Theme.track
            }
            Mark {
                state_: cell.index < root.stage ? "done" : cell.index === root.stage ? "waiting" : "skipped"
                size: Math.round(Theme.body * 1.3)
            }
            Label {
                text: cell.modelData
                strong: cell.index === root.stage
                color: cell.index === root.stage ? Theme.ink : Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
    }
}
