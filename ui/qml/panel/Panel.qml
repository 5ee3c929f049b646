pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Window
import "../controls"
import "../theme"

// The demo's world under one's fingers: notes, cards, faults, the network, and what the customer's handset got.
Window {
    id: root

    required property var panel
    readonly property int small: 15  // pixels: this window is for a monitor and a mouse, not for the glass
    readonly property int space: 10
    readonly property int corner: 10
    readonly property var groups: [
        {"title": qsTr("Notes and slot"), "keys": [
            ["reject_next", qsTr("Reject the next")], ["jam", qsTr("Jam")], ["clear_jam", qsTr("Clear the jam")],
            ["unplug_acceptor", qsTr("Unplug")], ["replug_acceptor", qsTr("Plug in")]]},
        {"title": qsTr("Card terminal"), "keys": [
            ["decline_card", qsTr("Decline the next")], ["slow_bank", qsTr("Slow bank")],
            ["cancel_card", qsTr("Press its stop key")], ["card_power_off", qsTr("Power off")],
            ["card_power_on", qsTr("Power on")], ["unplug_card", qsTr("Unplug")], ["replug_card", qsTr("Plug in")]]},
        {"title": qsTr("Printer"), "keys": [
            ["paper_out", qsTr("Paper out")], ["paper_in", qsTr("New paper")],
            ["cover_open", qsTr("Open cover")], ["cover_close", qsTr("Close cover")]]},
        {"title": qsTr("Network"), "keys": [
            ["cut_network", qsTr("Cut")], ["slow_network", qsTr("Slow")], ["garble", qsTr("Garble")],
            ["restore_network", qsTr("Restore")]]}
    ]

    title: qsTr("Demo control panel")
    width: 760
    height: 960
    visible: true
    color: Theme.ground

    component Title: Label {
        Layout.fillWidth: true
        strong: true
        font.pixelSize: root.small
    }
    component Sheet: Rectangle {
        default property alias content: lines.data

        Layout.fillWidth: true
        implicitHeight: lines.implicitHeight + 2 * root.space
        radius: root.corner
        color: Theme.card
        border.width: 1
        border.color: Theme.edge

        ColumnLayout {
            id: lines
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            anchors.margins: 14
            spacing: root.space - 2
        }
    }

    Rectangle {
        id: bar
        width: parent.width
        height: state_.implicitHeight + 2 * root.space
        color: Theme.demo

        Label {
            id: state_
            objectName: "panel_state"
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            anchors.margins: 18
            text: root.panel.state
            strong: true
            color: Theme.demoWords
            font.pixelSize: root.small
        }
    }
    ColumnLayout {
        anchors.top: bar.bottom
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: 14
        spacing: root.space

        Sheet {
            Title {
                text: qsTr("Put in a note")
            }
            Row {
                Layout.fillWidth: true
                spacing: 8

                Repeater {
                    model: ["100", "50", "20", "10", "5", "1"]

                    NotePicture {
                        id: note
                        required property string modelData

                        objectName: "insert_" + modelData
                        yuan: modelData
                        size: 38
                        opacity: noteArea.pressed ? 0.6 : 1

                        MouseArea {
                            id: noteArea
                            anchors.fill: parent
                            onClicked: root.panel.do("insert", note.modelData + "00")
                        }
                    }
                }
            }
        }
        Sheet {
            Title {
                text: qsTr("Hold a card, or insert it")
            }
            Row {
                Layout.fillWidth: true
                spacing: 20

                Repeater {
                    model: [["tap_card", qsTr("Hold it near")], ["insert_card", qsTr("Insert, right PIN")],
                        ["wrong_pin", qsTr("Insert, wrong PIN")]]

                    Column {
                        id: way
                        required property var modelData

                        spacing: 4

                        CardPicture {
                            objectName: "panel_" + way.modelData[0]
                            anchors.horizontalCenter: parent.horizontalCenter
                            size: 46
                            opacity: wayArea.pressed ? 0.6 : 1

                            MouseArea {
                                id: wayArea
                                anchors.fill: parent
                                onClicked: root.panel.do(way.modelData[0], "")
                            }
                        }
                        Label {
                            width: 172
                            horizontalAlignment: Text.AlignHCenter
                            text: way.modelData[1]
                            font.pixelSize: root.small
                        }
                    }
                }
            }
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            columns: 2
            columnSpacing: root.space
            rowSpacing: root.space
            uniformCellWidths: true

            Repeater {
                model: root.groups

                Sheet {
                    id: group
                    required property var modelData

                    Layout.alignment: Qt.AlignTop
                    Layout.fillHeight: true

                    Title {
                        text: group.modelData.title
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
                                implicitHeight: keyText.implicitHeight + 14
                                radius: root.corner
                                color: keyArea.pressed ? Theme.pressed : Theme.accentSoft
                                border.width: keyArea.pressed ? 2 : 1
                                border.color: Theme.accent

                                Label {
                                    id: keyText
                                    anchors.centerIn: parent
                                    text: key.modelData[1]
                                    color: Theme.accent
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
        }
        Sheet {
            Title {
                text: qsTr("The customer's handset")
            }
            Label {
                Layout.fillWidth: true
                visible: root.panel.sms.length === 0
                text: qsTr("No text message yet")
                color: Theme.inkSoft
                font.pixelSize: root.small
            }
            Repeater {
                model: root.panel.sms

                Rectangle {
                    id: sms
                    required property var modelData

                    Layout.fillWidth: true
                    implicitHeight: smsText.implicitHeight + 2 * root.space
                    radius: root.corner
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
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            radius: root.corner
            color: Theme.card
            border.width: 1
            border.color: Theme.edge

            ColumnLayout {
                anchors.fill: parent
                anchors.margins: 14
                spacing: root.space - 2

                Title {
                    text: qsTr("The receipt")
                }
                Label {
                    Layout.fillWidth: true
                    visible: root.panel.receipt === ""
                    text: qsTr("Nothing printed yet")
                    color: Theme.inkSoft
                    font.pixelSize: root.small
                }
                Image {
                    objectName: "panel_receipt"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    source: root.panel.receipt === "" ? "" : "file://" + root.panel.receipt
                    fillMode: Image.PreserveAspectFit
                    verticalAlignment: Image.AlignTop
                    asynchronous: true
                    cache: false
                }
            }
        }
    }
}
