pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// A new roll in half a minute. The printer itself tells how far it is, so that no key is pressed with a roll in one's hands.
Screen {
    id: root

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: qsTr("Change paper")
            who: root.body.who
        }
        StaffScroll {
            Banner {
                objectName: "trouble"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.trouble === "" ? "" : qsTr("%1. Code %2").arg(root.body.trouble).arg(root.body.code)
            }
            Repeater {
                model: [
                    qsTr("Press the lever at the printer's side: the cover springs up. Take the old core out."),
                    qsTr("Put the new roll in so that the paper comes from below, and pull its end out over the edge."),
                    qsTr("Press the cover down on both sides until it clicks. The slip tears off at the edge.")
                ]

                Card {
                    id: step
                    required property string modelData
                    required property int index
                    readonly property bool now: index === root.body.now
                    readonly property bool done: index < root.body.now

                    objectName: "paper_step_" + index
                    Layout.fillWidth: true
                    edge: now ? Theme.accent : Theme.edge
                    edgeWidth: (now ? 3 : 1) * Theme.line
                    color: now ? Theme.accentSoft : Theme.card
                    padding: Math.round(4 * Theme.mm)

                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.pad

                        PaperPicture {
                            implicitHeight: Math.round((Theme.landscape ? 32 : Theme.large ? 44 : 76) * Theme.mm)
                            step: step.index
                            lit: step.now
                        }
                        ColumnLayout {
                            Layout.fillWidth: true
                            spacing: Math.round(Theme.mm)

                            RowLayout {
                                spacing: Theme.gap

                                Label {
                                    text: step.index + 1
                                    strong: true
                                    color: step.now ? Theme.accent : Theme.inkSoft
                                    font.pixelSize: Theme.heading
                                }
                                Mark {
                                    visible: step.done
                                    state_: "done"
                                }
                            }
                            Label {
                                Layout.fillWidth: true
                                text: step.modelData
                                color: step.now ? Theme.ink : Theme.inkSoft
                                font.pixelSize: step.now && !Theme.landscape ? Theme.strong : Theme.body
                            }
                        }
                    }
                }
            }
        }
        Banner {
            objectName: "paper_state"
            Layout.fillWidth: true
            kind: root.body.done ? "good" : "info"
            text: root.body.done ? qsTr("Paper is in: %1. Back when you are done.").arg(root.body.left) : qsTr("The printer is watched: this page goes on by itself.")
        }
    }
}
