pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// The days of a month, each large enough for a finger; or the whole month.
GridLayout {
    id: root

    property string month  // 2026-10
    property int days: 0
    property string day  // 2026-10-15; empty: the whole month
    signal chosen(day: string)

    columns: 7
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    uniformCellWidths: true

    PressButton {
        objectName: "day_all"
        Layout.fillWidth: true
        Layout.columnSpan: root.columns
        kind: root.day === "" ? "primary" : "plain"
        text: qsTr("The whole month")
        onTapped: root.chosen("")
    }
    Repeater {
        model: root.days

        PressButton {
            required property int index
            readonly property string date: root.month + "-" + String(index + 1).padStart(2, "0")

            objectName: "day_" + (index + 1)
            Layout.fillWidth: true
            Layout.fillHeight: true
            kind: date === root.day ? "primary" : "plain"
            text: index + 1
            onTapped: root.chosen(date)
        }
    }
}
