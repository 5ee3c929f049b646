pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// How to prove whose number it is: two ways, each as large as the other; one that can't be used says why.
Screen {
    id: root

    readonly property var nothing: ({"id": "", "works": false, "given": false, "reason": ""})  // of an empty place
    readonly property bool stuck: !body.ways.some(way => way.works)

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.alignment: Qt.AlignTop
            spacing: Theme.pad

            PageTitle {
                Layout.fillWidth: true
                text: root.body.anyGiven ? qsTr("One more proof, please") : qsTr("Is it your number?")
                note: qsTr("Only its owner may see this.")
            }
            Card {
                Layout.fillWidth: true

                Label {
                    objectName: "asked_for"
                    Layout.fillWidth: true
                    text: root.body.service
                    strong: true
                    font.pixelSize: Theme.landscape || Theme.large ? Theme.body : Theme.strong
                }
                AccountLine {
                    Layout.fillWidth: true
                    number: root.body.number
                    size: Theme.landscape || Theme.large ? Theme.strong : Theme.heading
                }
            }
            Banner {
                objectName: "both"
                Layout.fillWidth: true
                kind: "info"
                text: !root.body.both ? "" : root.body.anyGiven ? qsTr("The first proof is done. This service needs both.")
                      : qsTr("This service needs both proofs, one after the other.")
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.pad

            Repeater {
                model: Places {
                    rows: root.body.ways
                    ahead: 2
                }

                ProofKey {
                    required property int place

                    visible: place < root.body.ways.length
                    way: root.body.ways[place] ?? root.nothing
                    terminal: root.terminal
                    number: root.body.number
                }
            }
            Label {
                objectName: "elsewhere"
                Layout.fillWidth: true
                visible: root.stuck
                text: qsTr("Please ask at the counter. Paying needs no proof.")
                strong: true
            }
            Item {
                Layout.fillHeight: true
            }
        }
    }
}
