pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// Records, up to a hundred at a time: of a month or a day, of every kind or one.
Screen {
    id: root

    property string choosing  // "day", "kind": its choice lies where the records are; "" is none
    readonly property var kind: body.categories.find(key => key.chosen)
    readonly property bool chips: !Theme.large  // room for every kind at once

    function turn(touch: string, value: string): void {
        choosing = "";
        terminal.act(touch, value);
    }

    onVisibleChanged: choosing = ""
    onBodyChanged: choosing = ""

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.gap
        uniformCellWidths: true

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.alignment: Qt.AlignTop
            spacing: Theme.gap

            SheetHead {
                Layout.fillWidth: true
                title: root.body.title
                number: root.body.number
                greeting: root.body.greeting
                busy: root.body.busy
                stacked: true
            }
            MonthTabs {
                Layout.fillWidth: true
                most: Theme.landscape ? 3 : 6
                busy: root.body.busy
                months: root.body.months
                terminal: root.terminal
            }
            Loader {
                Layout.fillWidth: true
                visible: active
                active: root.chips
                sourceComponent: CategoryChips {
                    columns: 3
                    busy: root.body.busy
                    categories: root.body.categories
                    onChosen: code => root.turn("category", code)
                }
            }
            RowLayout {
                Layout.fillWidth: true
                Layout.fillHeight: false
                spacing: Theme.gap
                uniformCellSizes: true

                PressButton {
                    objectName: "choose_kind"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    visible: !root.chips
                    enabled: !root.body.busy
                    kind: root.choosing === "kind" ? "soft" : "plain"
                    text: (root.kind?.name ?? "") + " ▾"
                    onTapped: root.choosing = root.choosing === "kind" ? "" : "kind"
                }
                PressButton {
                    objectName: "choose_day"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    enabled: !root.body.busy && root.body.days > 0
                    kind: root.choosing === "day" || root.body.day !== "" ? "soft" : "plain"
                    text: (root.body.day === "" ? root.body.month : root.body.dayText) + " ▾"
                    onTapped: root.choosing = root.choosing === "day" ? "" : "day"
                }
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
            SumLine {
                objectName: "found"
                Layout.fillWidth: true
                name: qsTr("%1 found", "how many records").arg(root.body.found)
                amount: root.body.sum
                strong: true
                size: Theme.strong
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gap

            DetailList {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: root.choosing === ""
                rows: root.body.rows
            }
            Scroll {
                id: scroll
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: root.choosing !== ""
                contentHeight: chooser.height

                Loader {
                    id: chooser
                    width: scroll.room
                    sourceComponent: root.choosing === "day" ? dayPicker : root.choosing === "kind" ? kindPicker : null
                }
            }
            Label {
                objectName: "range"
                Layout.fillWidth: true
                visible: root.choosing === "" && (root.body.hasPrevious || root.body.hasNext)
                text: qsTr("%1 to %2 of %3", "records").arg(root.body.first).arg(root.body.last).arg(root.body.found)
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
                horizontalAlignment: Text.AlignHCenter
            }
            RowLayout {
                Layout.fillWidth: true
                Layout.fillHeight: false
                visible: root.choosing === "" && (root.body.canPrint || root.body.hasPrevious || root.body.hasNext)
                spacing: Theme.gap
                uniformCellSizes: true

                PressButton {
                    objectName: "previous_page"
                    Layout.fillWidth: true
                    visible: root.body.hasPrevious || root.body.hasNext
                    enabled: root.body.hasPrevious && !root.body.busy
                    main: true
                    text: qsTr("‹ Newer")
                    onTapped: root.turn("previous_page", "")
                }
                PressButton {
                    objectName: "next_page"
                    Layout.fillWidth: true
                    visible: root.body.hasPrevious || root.body.hasNext
                    enabled: root.body.hasNext && !root.body.busy
                    main: true
                    text: qsTr("Older ›")
                    onTapped: root.turn("next_page", "")
                }
                PressButton {
                    objectName: "print"
                    Layout.fillWidth: true
                    visible: root.body.canPrint
                    enabled: !root.body.busy
                    main: true
                    kind: "primary"
                    text: qsTr("Print")
                    onTapped: root.turn("print", "")
                }
            }
        }
    }
    Component {
        id: dayPicker

        DayPicker {
            month: root.body.monthCode
            days: root.body.days
            day: root.body.day
            onChosen: day => root.turn("day", day)
        }
    }
    Component {
        id: kindPicker

        CategoryChips {
            columns: Theme.landscape ? 1 : 2
            categories: root.body.categories
            onChosen: code => root.turn("category", code)
        }
    }
}
