import "../theme"

// A bank card as people know it, of no bank.
Drawing {
    property real size: 14 * Theme.mm  // height in pixels

    name: "card"
    width: Math.round(size * 1.58)
    height: Math.round(size)
}
