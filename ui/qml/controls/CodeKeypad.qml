pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// Digits, then the letters that codes on paper are written with: none of them is taken for a digit, so those are left out.
// The events are those of a keypad, whatever is on the key.
GridLayout {
    id: root

    required property var terminal
    property bool digitsOnly: false  // letters keep their place, and wait
    readonly property int size: Math.round((Theme.landscape ? 11 : Theme.large ? 12 : 13) * Theme.mm)  // large for everybody: 34 keys have no more room
    property bool whole: false  // every letter and the dash: numbers that others have printed
    readonly property var keys: [...(whole ? "1234567890-ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "1234567890ABCDEFGHJKMNPQRSTVWXYZ"), "clear", "backspace"]

    columns: whole ? 7 : 6
    columnSpacing: Theme.gap
    rowSpacing: Theme.large && !Theme.landscape ? Math.ceil(3 * Theme.mm) : Theme.gap
    uniformCellHeights: true

    Repeater {
        model: root.keys

        PressButton {
            required property string modelData
            readonly property bool character: modelData.length === 1

            objectName: "key_" + modelData
            main: true
            strong: true
            enabled: root.enabled && !(root.digitsOnly && character && modelData >= "A")
            text: character ? modelData : modelData === "clear" ? qsTr("Clear") : qsTr("Delete")
            size: character ? root.size : Theme.body
            Layout.columnSpan: character ? 1 : 2
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: character ? 1 : 2
            Layout.minimumWidth: Theme.mainTarget
            Layout.minimumHeight: implicitHeight
            onTapped: character ? root.terminal.act("digit", modelData) : root.terminal.act(modelData, "")
        }
    }
}
