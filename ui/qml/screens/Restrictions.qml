pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// What this number can't do now, until when and why: never a bare refusal.
Screen {
    id: root

    readonly property var nothing: ({"what": "", "until": "", "reason": "", "earlier": ""})  // of an empty place

    component Part: ColumnLayout {
        id: part

        property string name
        property string text
        property bool strong: false
        property color words: Theme.ink

        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop
        visible: text !== ""
        spacing: 0

        Label {
            Layout.fillWidth: true
            text: part.name
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
        }
        Label {
            Layout.fillWidth: true
            text: part.text
            color: part.words
            strong: part.strong
            font.pixelSize: part.strong ? Theme.strong : Theme.body
        }
    }

    Sheet {
        anchors.fill: parent
        title: root.body.title
        number: root.body.number
        greeting: root.body.greeting
        acting: false

        Repeater {
            model: Places {
                rows: root.body.restrictions
                ahead: 2
            }

            Card {
                id: restriction
                required property int place
                readonly property var modelData: root.body.restrictions[place] ?? root.nothing

                visible: place < root.body.restrictions.length
                Layout.fillWidth: true
                Layout.columnSpan: Theme.landscape ? 2 : 1
                edge: Theme.warnEdge

                Part {
                    name: qsTr("Not possible")
                    text: restriction.modelData.what
                    strong: true
                    words: Theme.bad
                }
                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.landscape || !Theme.large ? 2 : 1
                    columnSpacing: Theme.pad
                    rowSpacing: Theme.gap
                    uniformCellWidths: true

                    Part {
                        name: qsTr("Until", "the end of a restriction")
                        text: restriction.modelData.until
                    }
                    Part {
                        name: qsTr("Reason")
                        text: restriction.modelData.reason
                    }
                }
                Part {
                    name: qsTr("Sooner", "what ends a restriction before its date")
                    text: restriction.modelData.earlier
                    words: Theme.good
                }
            }
        }
        Banner {
            objectName: "unrestricted"
            Layout.fillWidth: true
            Layout.columnSpan: Theme.landscape ? 2 : 1
            kind: "good"
            text: root.body.restrictions.length === 0 ? qsTr("Nothing is restricted: this number can be used in full.") : ""
        }
    }
}
