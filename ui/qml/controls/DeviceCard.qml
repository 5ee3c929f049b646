pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../theme"

// One device: its state by sign, word and colour; what is wrong, what to do now in order, what it blocks; its own words
// small. The whole card is a key where a page of the device is behind it.
Card {
    id: root

    required property var terminal
    required property var facts
    property bool opens: facts.opens
    readonly property bool well: facts.kind === "good"
    readonly property color tone: facts.kind === "good" ? Theme.good : facts.kind === "warn" ? Theme.warn : Theme.bad

    objectName: "device_" + facts.device
    color: area.pressed ? Theme.pressed : Theme.card
    edge: well ? Theme.edge : facts.kind === "warn" ? Theme.warnEdge : Theme.badEdge
    edgeWidth: well ? Theme.line : 2 * Theme.line
    padding: Math.round((well ? 2.6 : 4) * Theme.mm)
    spacing: Math.round(1.2 * Theme.mm)

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        Mark {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Math.round(0.5 * Theme.mm)
            state_: root.facts.mark
            size: Math.round(Theme.body * 1.2)
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Label {
                Layout.fillWidth: true
                text: root.facts.name
                strong: true
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: [root.facts.line, root.facts.since].filter(part => part !== "").join("  ·  ")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
        }
        LinkPicture {
            Layout.alignment: Qt.AlignTop
            visible: root.facts.link !== "" && !Theme.large
            link: root.facts.link
        }
        Label {
            Layout.alignment: Qt.AlignTop
            Layout.maximumWidth: root.width * 0.4
            text: root.opens ? root.facts.state + " ›" : root.facts.state
            color: root.tone
            strong: true
            horizontalAlignment: Text.AlignRight
        }
    }
    Label {
        Layout.fillWidth: true
        visible: root.facts.what !== ""
        text: root.facts.blocks.length === 0 ? root.facts.what : qsTr("%1 (%2)").arg(root.facts.what).arg(root.facts.blocks.join(" · "))
        color: root.tone
        strong: true
    }
    Label {
        Layout.fillWidth: true
        visible: root.facts.money !== ""
        text: root.facts.money
        color: Theme.bad
        strong: true
    }
    Repeater {
        model: root.facts.steps

        RowLayout {
            id: step
            required property string modelData
            required property int index

            Layout.fillWidth: true
            spacing: Theme.gap

            Label {
                Layout.alignment: Qt.AlignTop
                text: step.index + 1
                color: root.tone
                strong: true
            }
            Label {
                Layout.fillWidth: true
                text: step.modelData
            }
        }
    }
    Label {
        Layout.fillWidth: true
        visible: root.facts.code !== ""
        text: [root.facts.code, root.facts.raw].filter(part => part !== "").join("   ")
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
        wrapMode: Text.WrapAnywhere
    }

    MouseArea {
        id: area
        parent: root
        objectName: root.objectName + "_area"
        anchors.fill: parent
        enabled: root.opens
        visible: root.opens
        onClicked: root.terminal.act("console", "device:" + root.facts.device)
    }
}
