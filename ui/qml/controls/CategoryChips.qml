pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// The kinds of records, one of which, or all, is shown.
GridLayout {
    id: root

    property var categories: []  // code, name, chosen
    property bool busy: false
    readonly property var nothing: ({"code": "", "name": "", "chosen": false})
    signal chosen(code: string)

    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    uniformCellWidths: true

    Repeater {
        model: Places {
            rows: root.categories
            ahead: 9
        }

        PressButton {
            required property int place
            readonly property var modelData: root.categories[place] ?? root.nothing

            visible: place < root.categories.length
            objectName: "category_" + (modelData.code === "" ? "all" : modelData.code)
            Layout.fillWidth: true
            Layout.fillHeight: true
            enabled: !root.busy
            kind: modelData.chosen ? "primary" : "plain"
            size: Theme.caption
            text: modelData.name
            onTapped: root.chosen(modelData.code)
        }
    }
}
