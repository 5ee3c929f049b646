pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Window
import "../controls"
import "../theme"

// The demo's world under one's fingers: notes, faults, the network, and what the customer's handset got.
Window {
    id: root

    required property var panel
    readonly property int small: 15
    readonly property var groups: [
        {"title": qsTr("Notes and slot"), "keys": [
            ["reject_next", qsTr("Reject the next")], ["jam", qsTr("Jam")], ["clear_jam", qsTr("Clear the jam")],
            ["unplug_acceptor", qsTr("Unplug")], ["replug_acceptor", qsTr("Plug in")]]},
        {"title": qsTr("Printer"), "keys": [
            ["paper_out", qsTr("Paper out")], ["paper_in", qsTr("New paper")],
            ["cover_open", qsTr("Open cover")], ["cover_close", qsTr("Close cover")]]},
        {"title": qsTr("Network"), "keys": [
            ["cut_network", qsTr("Cut")], ["slow_network", qsTr("Slow")], ["garble", qsTr("Garble")],
            ["restore_network", qsTr("Restore")]]}
    ]

    title: qsTr("Demo control panel")
    width: 560
    height: 860
    visible: true
    color: Theme.ground

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 18
        spacing: 12

        Label {
            objectName: "panel_state"
            Layout.fillWidth: true
            text: root.panel.state
            strong: true
            font.pixelSize: root.small + 3
        }
        Label {
            Layout.fillWidth: true
            text: qsTr("Put in a note")
            color: Theme.inkSoft
            font.pixelSize: root.small
        }
        Flow {
            Layout.fillWidth: true
            spacing: 8

            Repeater {
                model: ["100", "50", "20", "10", "5", "1"]

                NotePicture {
                    id: note
                    required property string modelData

                    objectName: "insert_" + modelData
                    yuan: modelData
                    size: 40
                    opacity: noteArea.pressed ? 0.6 : 1

                    MouseArea {
                        id: noteArea
                        anchors.fill: parent
                        onClicked: root.panel.do("insert", note.modelData + "00")
                    }
                }
            }
        }
        Repeater {
            model: root.groups

            ColumnLayout {
                id: group
                required property var modelData

                Layout.fillWidth: true
                spacing: 6

                Label {
                    Layout.fillWidth: true
                    text: group.modelData.title
                    color: Theme.inkSoft
                    font.pixelSize: root.small
                }
                Flow {
                    Layout.fillWidth: true
                    spacing: 8

                    Repeater {
                        model: group.modelData.keys

                        Rectangle {
                            id: key
                            required property var modelData

                            objectName: "panel_" + modelData[0]
                            implicitWidth: keyText.implicitWidth + 28
                            implicitHeight: keyText.implicitHeight + 18
                            radius: 10
                            color: keyArea.pressed ? Theme.pressed : Theme.card
                            border.width: 1
                            border.color: Theme.edge

                            Label {
                                id: keyText
                                anchors.centerIn: parent
                                text: key.modelData[1]
                                font.pixelSize: root.small
                                wrapMode: Text.NoWrap
                            }
                            MouseArea {
                                id: keyArea
                                anchors.fill: parent
                                onClicked: root.panel.do(key.modelData[0], "")
                            }
                        }
                    }
                }
            }
        }
        Label {
            Layout.fillWidth: true
            text: qsTr("The customer's handset")
            color: Theme.inkSoft
            font.pixelSize: root.small
        }
        Label {
            Layout.fillWidth: true
            visible: root.panel.sms.length === 0
            text: qsTr("No text message yet")
            font.pixelSize: root.small
        }
        Repeater {
            model: root.panel.sms

            Card {
                id: sms
                required property var modelData

                Layout.fillWidth: true
                implicitHeight: smsText.implicitHeight + 20
                color: Theme.goodSoft

                Label {
                    id: smsText
                    objectName: "panel_sms"
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: 12
                    text: sms.modelData.at + "  " + sms.modelData.text
                    font.pixelSize: root.small
                }
            }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            Image {
                objectName: "panel_receipt"
                anchors.fill: parent
                visible: root.panel.receipt !== ""
                source: root.panel.receipt === "" ? "" : "file://" + root.panel.receipt
                fillMode: Image.PreserveAspectFit
                verticalAlignment: Image.AlignTop
                asynchronous: true
                cache: false
            }
        }
    }
}
