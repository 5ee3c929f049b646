pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// Ten digits as on a telephone, with the words for taking back beside the nought.
GridLayout {
    id: root

    required property var terminal
    property bool still: false  // nothing is typed now, and nobody need see that yet
    readonly property var keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "backspace"]

    columns: 3
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    uniformCellWidths: true
    uniformCellHeights: true

    Repeater {
        model: root.keys

        PressButton {
            required property string modelData
            readonly property bool digit: modelData.length === 1

            objectName: "key_" + modelData
            main: true
            strong: true
            text: digit ? modelData : modelData === "clear" ? qsTr("Clear") : qsTr("Delete")
            size: digit ? Theme.digit : Theme.body
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: implicitHeight
            onTapped: if (!root.still) root.terminal.act(digit ? "digit" : modelData, digit ? modelData : "")
        }
    }
}
