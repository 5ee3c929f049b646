pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import "../theme"

// The slip before it is printed, then how its printing goes.
Screen {
    id: root

    readonly property bool shown: body.step === "shown"
    readonly property bool printing: body.step === "printing"
    readonly property bool printed: body.step === "printed"
    readonly property bool failed: body.step === "failed"
    readonly property bool drawnBack: body.step === "drawn_back"

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.pad
        rowSpacing: Theme.pad

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.preferredWidth: 1
            spacing: Theme.pad

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.pad

                PageTitle {
                    Layout.fillWidth: true
                    text: root.printed ? qsTr("Please take your slip") : root.printing ? qsTr("Printing …")
                          : root.drawnBack ? qsTr("Nobody took the slip")
                          : root.body.unsure ? qsTr("Is the slip whole?") : root.failed ? qsTr("The slip failed") : qsTr("Print this?")
                    note: root.shown ? qsTr("This is how the slip will look.") : ""
                }
                ReceiptPicture {
                    visible: (root.printing || root.printed) && !Theme.landscape
                    printed: root.printed
                }
            }
            Banner {
                objectName: "problem"
                Layout.fillWidth: true
                kind: "bad"
                text: root.body.problem
            }
            Banner {
                objectName: "left_out"
                Layout.fillWidth: true
                visible: text !== "" && root.shown
                text: root.body.leftOut
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            ReceiptPicture {
                Layout.alignment: Qt.AlignHCenter
                visible: (root.printing || root.printed) && Theme.landscape && !Theme.large
                printed: root.printed
                size: 60 * Theme.mm
            }
            Item {
                Layout.fillHeight: true
                visible: Theme.landscape
            }
            PrintKeys {
                visible: Theme.landscape
            }
        }
        Paper {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: Theme.landscape ? 2.2 : 1
            terminal: root.terminal
            lines: root.body.lines
            cells: root.body.columns
        }
        PrintKeys {
            visible: !Theme.landscape
        }
    }

    component PrintKeys: GridLayout {
        Layout.fillWidth: true
        columns: Theme.landscape ? 1 : 2
        columnSpacing: Theme.pad
        rowSpacing: Theme.gap
        uniformCellWidths: true

        PressButton {
            objectName: "leave"
            Layout.fillWidth: true
            Layout.preferredHeight: Math.max(implicitHeight, (Theme.landscape ? 22 : 30) * Theme.mm)
            main: true
            kind: root.printed ? "primary" : "plain"
            size: Theme.landscape ? Theme.body : Theme.strong
            enabled: !root.printing
            text: root.printed ? qsTr("Done") : qsTr("Not now")
            onTapped: root.terminal.act("back", "")
        }
        PressButton {
            objectName: "print"
            Layout.fillWidth: true
            Layout.preferredHeight: Math.max(implicitHeight, (Theme.landscape ? 22 : 30) * Theme.mm)
            visible: !root.printed
            main: true
            kind: "primary"
            size: Theme.landscape ? Theme.body : Theme.strong
            enabled: root.body.canPrint
            text: root.failed || root.drawnBack ? qsTr("Print again") : qsTr("Print ›")
            onTapped: root.terminal.act("print", "")
        }
    }
}
