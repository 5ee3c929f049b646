import QtQuick

// A single line that gets smaller before it gets cut: amounts and numbers, whose length is data.
Label {
    wrapMode: Text.NoWrap
    lineHeight: 1
    verticalAlignment: Text.AlignVCenter
    fontSizeMode: Text.HorizontalFit
    minimumPixelSize: Math.round(font.pixelSize / 3)
}
