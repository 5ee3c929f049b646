import QtQuick
import "." as Controls

// The place of one page: built when first needed or when there is time, and filled with nobody's data while hidden (F9).
Loader {
    id: slot

    required property string modelData  // the page's name
    required property Item place  // where it is shown; a sibling
    required property bool current
    required property bool follows  // its place: a page that can't be seen keeps its size, and is not laid out for nothing
    required property var terminal
    property bool held: false  // something of a visit

    objectName: current ? "page_shown" : ""
    visible: current
    anchors.fill: follows ? place : undefined

    function fill(facts: var): void {
        held = true;
        if (item === null)
            open(facts);
        else
            item.body = facts;
    }
    function empty(blanks: var): void {
        if (!held || current)
            return;
        const page = item as Controls.Screen;
        page.body = page.emptied(blanks[modelData]);
        held = false;
    }
    function build(blanks: var): void {
        if (item === null)
            open(blanks[modelData]);
    }
    function open(facts: var): void {
        width = place.width;
        height = place.height;
        setSource("../screens/" + modelData + ".qml", {"terminal": terminal, "body": facts});
    }
}
