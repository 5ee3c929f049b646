pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// Which month is shown; another one is a touch away.
GridLayout {
    id: root

    property var months: []  // month, text, chosen
    required property var terminal
    property int most: 6  // side by side
    property bool busy: false
    readonly property var nothing: ({"month": "", "text": "", "chosen": false})

    visible: months.length > 0
    columns: Math.max(1, Math.min(most, months.length))
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    uniformCellWidths: true

    Repeater {
        model: Places {
            rows: root.months
            ahead: 6
        }

        PressButton {
            required property int place
            readonly property var modelData: root.months[place] ?? root.nothing

            visible: place < root.months.length
            objectName: "month_" + modelData.month
            Layout.fillWidth: true
            enabled: !root.busy
            kind: modelData.chosen ? "primary" : "plain"
            text: modelData.text
            onTapped: root.terminal.act("month", modelData.month)
        }
    }
}
