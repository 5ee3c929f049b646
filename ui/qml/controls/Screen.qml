import QtQuick

// What every page is: the facts of its view, and the terminal that takes touches.
Item {
    required property var body
    required property var terminal

    // What it holds while it can't be seen: ``blank``, which is nobody's, and what of ``body`` is nobody's either.
    function emptied(blank) {
        return blank;
    }
}
