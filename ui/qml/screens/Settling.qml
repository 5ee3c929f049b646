pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Money that persons must decide about: the list, one line of it, what became of it and why, and the slip at the end.
Screen {
    id: root

    readonly property string step: body.step
    readonly property bool isList: step === "list"

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        StaffHead {
            Layout.fillWidth: true
            terminal: root.terminal
            title: root.body.places === "" || !root.isList ? qsTr("Open money") : qsTr("Open money") + "  " + root.body.places
            who: root.body.who
        }
        StaffScroll {
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.unread !== "" ? root.body.unread : root.body.problem
            }
            Banner {
                objectName: "summary"
                Layout.fillWidth: true
                kind: root.body.isEmpty ? "good" : "warn"
                text: root.isList ? root.body.summary : ""
            }
            Label {
                Layout.fillWidth: true
                visible: root.isList && root.body.busy
                text: qsTr("Reading …")
                color: Theme.inkSoft
            }
            GridLayout {
                Layout.fillWidth: true
                visible: root.isList
                columns: Theme.landscape && !Theme.large ? 2 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: root.isList ? root.body.lines : []

                    Money {
                        id: one
                        required property var modelData
                        required property int index

                        objectName: "money_" + index
                        line: modelData
                        opens: true
                    }
                }
            }
            Money {
                objectName: "line"
                visible: root.body.line.id !== "" && !root.isList
                line: root.body.line
                told: true
            }
            Card {
                objectName: "settled"
                Layout.fillWidth: true
                visible: root.step === "settled"
                color: Theme.goodSoft
                edge: Theme.good
                padding: Math.round(4 * Theme.mm)
                spacing: Math.round(1.2 * Theme.mm)

                Label {
                    Layout.fillWidth: true
                    text: root.body.done
                    color: Theme.good
                    strong: true
                    font.pixelSize: Theme.strong
                }
                Label {
                    Layout.fillWidth: true
                    text: [root.body.outcome, root.body.by].filter(part => part !== "").join("  ·  ")
                    font.pixelSize: Theme.caption
                }
            }
            Banner {
                objectName: "slip"
                Layout.fillWidth: true
                kind: root.body.slipKind
                text: root.body.slip
            }
            Label {
                objectName: "ask"
                Layout.fillWidth: true
                Layout.topMargin: Theme.gap
                visible: text !== ""
                text: root.step === "reason" ? root.body.outcome + ".  " + root.body.ask : root.step === "whose" ? root.body.found + ".  " + root.body.ask : root.body.ask
                strong: true
                font.pixelSize: Theme.large ? Theme.body : Theme.strong
            }
            GridLayout {
                Layout.fillWidth: true
                visible: root.body.outcomes.length > 0
                columns: Theme.landscape ? 2 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: root.body.outcomes

                    PictureButton {
                        required property var modelData

                        objectName: "outcome_" + modelData.id
                        Layout.fillWidth: true
                        main: true
                        strong: true
                        text: modelData.name
                        note: modelData.note
                        onTapped: root.terminal.act("outcome", modelData.id)
                    }
                }
            }
            GridLayout {
                Layout.fillWidth: true
                visible: root.body.reasons.length > 0
                columns: Theme.landscape ? 2 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: root.body.reasons

                    PressButton {
                        required property var modelData

                        objectName: "reason_" + modelData.id
                        Layout.fillWidth: true
                        main: true
                        kind: modelData.chosen ? "soft" : "plain"
                        strong: modelData.chosen
                        text: (modelData.chosen ? "✓  " : "") + modelData.name
                        onTapped: root.terminal.act("reason", modelData.id)
                    }
                }
            }
            GridLayout {
                Layout.fillWidth: true
                visible: root.body.values.length > 0
                columns: Theme.landscape ? 3 : 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true

                Repeater {
                    model: root.body.values

                    PressButton {
                        required property var modelData

                        objectName: "value_" + modelData.fen
                        Layout.fillWidth: true
                        main: true
                        size: Theme.strong
                        text: modelData.text
                        onTapped: root.terminal.act("amount", modelData.fen)
                    }
                }
            }
            Repeater {
                model: root.body.suggestions

                PictureButton {
                    required property var modelData
                    required property int index

                    objectName: "suggestion_" + index
                    Layout.fillWidth: true
                    main: true
                    strong: true
                    text: modelData.number
                    note: modelData.when
                    onTapped: root.terminal.act("whose", modelData.id)
                }
            }
            PressButton {
                objectName: "whose_nobody"
                Layout.fillWidth: true
                visible: root.step === "whose"
                main: true
                text: qsTr("Nobody can say")
                onTapped: root.terminal.act("whose", "")
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            visible: root.isList
            spacing: Theme.gap

            PressButton {
                objectName: "previous_page"
                visible: root.body.hasPrevious || root.body.hasNext
                enabled: root.body.hasPrevious
                main: true
                text: "‹"
                onTapped: root.terminal.act("previous_page", "")
            }
            PressButton {
                objectName: "read_again"
                Layout.fillWidth: true
                visible: root.body.unread !== ""
                main: true
                kind: "primary"
                enabled: root.body.canConfirm
                text: qsTr("Read again")
                onTapped: root.terminal.act("confirm", "")
            }
            PressButton {
                objectName: "found"
                Layout.fillWidth: true
                visible: root.body.unread === ""
                enabled: !root.body.busy
                main: true
                kind: "soft"
                text: qsTr("A note was found")
                onTapped: root.terminal.act("found", "")
            }
            PressButton {
                objectName: "next_page"
                visible: root.body.hasPrevious || root.body.hasNext
                enabled: root.body.hasNext
                main: true
                text: "›"
                onTapped: root.terminal.act("next_page", "")
            }
        }
        PressButton {
            objectName: "confirm"
            Layout.fillWidth: true
            Layout.fillHeight: false
            visible: root.step === "reason"
            main: true
            kind: "primary"
            size: Theme.large ? Theme.body : Theme.strong
            enabled: root.body.canConfirm
            text: qsTr("Ask a second person ›")
            onTapped: root.terminal.act("confirm", "")
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            visible: root.step === "settled"
            spacing: Theme.gap
            uniformCellSizes: true

            PressButton {
                objectName: "print"
                Layout.fillWidth: true
                main: true
                enabled: root.body.canPrint
                text: qsTr("Print the slip again")
                onTapped: root.terminal.act("print", "")
            }
            PressButton {
                objectName: "to_list"
                Layout.fillWidth: true
                main: true
                kind: "primary"
                text: qsTr("To the list")
                onTapped: root.terminal.act("back", "")
            }
        }
    }

    component Money: Card {
        id: money

        required property var line
        property bool opens: false
        property bool told: false  // with all that is known

        Layout.fillWidth: true
        Layout.minimumHeight: Theme.target
        color: area.pressed ? Theme.pressed : Theme.card
        edge: line.waits ? Theme.edge : Theme.warnEdge
        padding: Math.round(3 * Theme.mm)
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap

            Label {
                Layout.fillWidth: true
                text: money.line.kind
                strong: true
            }
            Label {
                text: money.line.amount + (money.opens ? " ›" : "")
                strong: true
                wrapMode: Text.NoWrap
                font.pixelSize: Theme.strong
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap

            Label {
                Layout.fillWidth: true
                text: money.line.number
                font.pixelSize: money.told ? Theme.body : Theme.caption
            }
            Label {
                text: money.line.code
                strong: true
                wrapMode: Text.NoWrap
                font.pixelSize: money.told ? Theme.body : Theme.caption
            }
        }
        Label {
            Layout.fillWidth: true
            text: [money.line.since, money.line.why].filter(part => part !== "").join(" · ")
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
        }
        MouseArea {
            id: area
            parent: money
            objectName: money.objectName + "_area"
            anchors.fill: parent
            enabled: money.opens
            onClicked: root.terminal.act("money", money.line.id)
        }
    }
}
