import QtQuick
import QtQuick.Layouts
import "../theme"

// A giant sum or word. The font's line box is half as tall again as its glyphs; at this size that would be a hole in the
// page, so the empty part of the box is let overlap what is above and below.
FittedLabel {
    strong: true
    font.pixelSize: Theme.amount
    Layout.topMargin: -Math.round(font.pixelSize * 0.22)
    Layout.bottomMargin: -Math.round(font.pixelSize * 0.12)
}
