import QtQml
import QtQml.Models

// The model of a Repeater whose rows change with the page's facts: numbered places, whose items stay and are
// filled again, where a list of rows would have all of them made anew. The delegate hides a place that has no row.
ListModel {
    id: root

    property var rows: []
    property int ahead: 0  // places made with the page, so that nobody waits for them when it is first filled
    property int kept: 12  // places that stay, empty, when fewer rows are left
    property bool exact: false  // of a list that is moved: its bar would count places without a row
    property bool complete: false  // nothing can be counted before

    function fit(): void {
        const before = count;
        const wanted = exact ? rows.length || ahead : Math.max(rows.length, ahead, Math.min(before, kept));
        if (wanted < before)
            remove(wanted, before - wanted);
        if (wanted > before)
            append(Array.from({"length": wanted - before}, (_, added) => ({"place": before + added})));
    }

    onRowsChanged: if (complete) fit()
    Component.onCompleted: {
        complete = true;
        fit();
    }
}
