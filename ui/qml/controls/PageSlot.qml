import QtQuick

// The place of one page: built when first needed or when there is time, and filled with nobody's data while hidden (F9).
// Home holds nobody's data ever; it stays as it was, and need not be filled again when the visit ends.
Loader {
    id: slot

    required property string modelData  // the page's name
    required property bool current
    required property bool warm
    required property var terminal
    required property var facts
    readonly property bool wanted: current || warm

    visible: current
    onWantedChanged: open()
    Component.onCompleted: open()

    function open(): void {
        if (wanted && status === Loader.Null)
            setSource("../screens/" + modelData + ".qml", {"terminal": terminal, "body": facts});
    }

    Binding {
        target: slot.item
        property: "body"
        value: slot.facts
        when: slot.status === Loader.Ready && (slot.current || slot.modelData !== "Home")
        restoreMode: Binding.RestoreNone
    }
}
