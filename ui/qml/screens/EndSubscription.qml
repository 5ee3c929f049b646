pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Is that meant? What it is, what it costs, and what happens before anything ends.
Screen {
    id: root

    Sheet {
        anchors.fill: parent
        title: qsTr("End this subscription?")
        number: root.body.number
        problem: root.body.problem
        choosing: !root.body.canSend
        choices: Banner {
            objectName: "no_sms"
            Layout.fillWidth: true
            kind: "bad"
            text: root.body.sms
        }
        keys: [
            PressButton {
                objectName: "keep"
                Layout.fillWidth: true
                main: true
                size: Theme.strong
                text: qsTr("Keep it")
                onTapped: root.terminal.act("back", "")
            },
            PressButton {
                objectName: "confirm"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                size: Theme.strong
                enabled: root.body.canSend
                text: qsTr("Send code ›")
                onTapped: root.terminal.act("confirm", "")
            }
        ]

        Card {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop

            Label {
                objectName: "subscription"
                Layout.fillWidth: true
                text: root.body.name
                strong: true
                font.pixelSize: Theme.strong
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: [root.body.provider, root.body.since].filter(part => part !== "").join("  ")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            Figure {
                objectName: "monthly"
                Layout.fillWidth: true
                text: root.body.monthly
                color: Theme.accent
            }
            Label {
                Layout.fillWidth: true
                text: qsTr("every month until it is ended")
                color: Theme.inkSoft
            }
        }
        Card {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            visible: root.body.canSend

            SumHead {
                Layout.fillWidth: true
                name: qsTr("What happens now")
            }
            Repeater {
                model: [
                    qsTr("A text message with a code goes to %1.").arg(root.body.number),
                    qsTr("You enter the code here. Only then is it ended; until then nothing changes."),
                    qsTr("Once it is ended nothing more is charged for it; the centre says from when.")
                ]

                RowLayout {
                    id: step
                    required property string modelData
                    required property int index

                    Layout.fillWidth: true
                    spacing: Theme.gap

                    Label {
                        Layout.alignment: Qt.AlignTop
                        text: qsTr("%1.", "number of a step").arg(step.index + 1)
                        color: Theme.accent
                        strong: true
                    }
                    Label {
                        Layout.fillWidth: true
                        text: step.modelData
                    }
                }
            }
        }
    }
}
