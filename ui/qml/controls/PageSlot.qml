import QtQuick
import "." as Controls

// The place of one page: built when first needed or when there is time, and filled with nobody's data while hidden (F9).
Loader {
    id: slot

    required property string modelData  // the page's name
    required property var glass  // the window, with the facts that it shows and those of nobody
    required property Item place  // where it is shown; a sibling
    property bool current: false
    property bool follows: false  // its place: a page that can't be seen keeps its size, and is not laid out for nothing
    required property var terminal
    property bool held: false  // something of a visit

    objectName: current ? "page_shown" : ""
    visible: current
    anchors.fill: follows ? place : undefined

    // Facts are no arguments: QML would turn each of them over, twice.
    function fill() {
        held = true;
        if (item === null)
            open(glass.shown.body);
        else
            item.body = glass.shown.body;
    }
    function empty() {
        if (!held || current)
            return;
        const page = item as Controls.Screen;
        page.body = page.emptied(glass.blanks[modelData]);
        held = false;
    }
    function build() {
        if (item === null)
            open(glass.blanks[modelData]);
    }
    function drop() {
        // whoever comes next seldom needs it: every item there is, seen or not, costs each turn of a page a little
        if (!current)
            source = "";
    }
    function open(facts) {
        width = place.width;
        height = place.height;
        setSource("../screens/" + modelData + ".qml", {"terminal": terminal, "body": facts});
    }
}
