pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// What is subscribed and what it costs, each with a key to end it; and what became of an end.
Screen {
    id: root

    readonly property var nothing: ({"code": "", "name": "", "monthly": "", "provider": "", "since": ""})  // of an empty place

    Sheet {
        anchors.fill: parent
        title: root.body.title
        number: root.body.number
        greeting: root.body.greeting
        busy: root.body.busy
        problem: root.body.problem
        acting: root.body.problem !== "" && !root.body.busy
        keys: PressButton {
            objectName: "confirm"
            Layout.fillWidth: true
            main: true
            kind: "primary"
            text: qsTr("Try again")
            onTapped: root.terminal.act("confirm", "")
        }
        choosing: root.body.done !== "" || root.body.nothing !== ""
        choices: [
            Banner {
                objectName: "done"
                Layout.fillWidth: true
                kind: "good"
                text: root.body.done
            },
            Banner {
                objectName: "nothing"
                Layout.fillWidth: true
                kind: "info"
                text: root.body.nothing
            }
        ]

        Repeater {
            model: Places {
                rows: root.body.subscriptions
                ahead: 3
            }

            Card {
                id: subscription
                required property int place
                readonly property var modelData: root.body.subscriptions[place] ?? root.nothing

                visible: place < root.body.subscriptions.length
                Layout.fillWidth: true
                Layout.columnSpan: Theme.landscape ? 2 : 1

                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.landscape || !Theme.large ? 2 : 1
                    columnSpacing: Theme.pad
                    rowSpacing: Theme.gap

                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 0

                        Label {
                            Layout.fillWidth: true
                            text: subscription.modelData.name
                            strong: true
                            font.pixelSize: Theme.strong
                        }
                        Label {
                            Layout.fillWidth: true
                            text: qsTr("%1 a month").arg(subscription.modelData.monthly)
                            color: Theme.accent
                            strong: true
                        }
                        Label {
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: [subscription.modelData.provider, subscription.modelData.since].filter(part => part !== "").join("  ")
                            color: Theme.inkSoft
                            font.pixelSize: Theme.caption
                        }
                    }
                    PressButton {
                        objectName: "end_" + subscription.modelData.code
                        Layout.fillWidth: Theme.large && !Theme.landscape
                        Layout.preferredWidth: Math.max(implicitWidth, 42 * Theme.mm)
                        main: true
                        kind: "soft"
                        text: qsTr("End it ›", "a subscription")
                        onTapped: root.terminal.act("subscription", subscription.modelData.code)
                    }
                }
            }
        }
        Card {
            Layout.fillWidth: true
            Layout.columnSpan: Theme.landscape ? 2 : 1
            visible: root.body.subscriptions.length === 0

            Empty {
                Layout.fillWidth: true
                text: qsTr("This number has no subscriptions.")
            }
        }
    }
}
