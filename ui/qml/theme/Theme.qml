pragma Singleton

import QtQuick

// Every size, font weight and colour of the screens. Sizes are millimetres on the glass (trust.md U1-U3), turned into
// pixels by the panel's real density. A panel too small for the design shrinks the millimetre, never the layout.
QtObject {
    id: theme

    property real pixelsPerMm: 4
    property real widthPx: 1080
    property real heightPx: 1920
    property bool large: false
    property bool dark: false  // the pages of the staff: the same tokens on a dark ground, so that nobody mistakes them

    readonly property bool landscape: widthPx > heightPx
    readonly property real mm: Math.min(pixelsPerMm, widthPx / (landscape ? 340 : 250), heightPx / (landscape ? 280 : 440))
    readonly property real zoom: large ? 1.4 : 1

    // type, in pixels
    readonly property int caption: Math.round((landscape ? 6.6 : 6.8) * mm * zoom)
    readonly property int body: Math.round((landscape ? 6.9 : 7.8) * mm * zoom)
    readonly property int strong: Math.round((landscape ? 8.4 : 9.2) * mm * zoom)
    readonly property int heading: Math.round((landscape ? 10.5 * zoom : large ? 17 : 14.5) * mm)
    readonly property int digit: Math.round((landscape ? 14 : 17) * mm * Math.sqrt(zoom))  // giant already
    readonly property int number: Math.round((landscape ? 14 : 17) * mm * zoom)
    readonly property int figure: Math.round((landscape ? 17 : large ? 24 : 27) * mm)  // what somebody types, the newest note
    readonly property int amount: Math.round((landscape ? 26 : 44) * mm)  // the largest thing of a page; large for everybody

    // space and targets, in pixels
    readonly property bool tight: landscape && large  // the layout with the least room: what only decorates goes
    readonly property int gap: Math.ceil((landscape ? 3.2 : 4) * mm)
    readonly property int pad: Math.round((landscape ? 5 : 7) * mm)
    readonly property int margin: Math.round(9 * mm)
    readonly property int target: Math.ceil(15.5 * mm)
    readonly property int mainTarget: Math.ceil(22 * mm)
    readonly property int noteLine: Math.round(Math.max((landscape ? 12 : 19) * mm, body * 1.55))
    readonly property int radius: Math.round(5 * mm)
    readonly property int line: Math.max(1, Math.round(0.4 * mm))
    readonly property int depth: Math.round(1.2 * mm)  // how far a key stands above its ground

    // colours, by day and in the dark; the pairs below are what tests measure
    readonly property color ground: dark ? "#0B1220" : "#F3F5FA"
    readonly property color card: dark ? "#172238" : "#FFFFFF"
    readonly property color ink: dark ? "#F4F7FE" : "#0E1A2B"
    readonly property color inkSoft: dark ? "#BECAE0" : "#3D4A60"
    readonly property color edge: dark ? "#33435F" : "#CFD7E6"
    readonly property color track: dark ? "#26344E" : "#DDE3EE"
    readonly property color accent: dark ? "#9CC1FF" : "#0A46AA"
    readonly property color accentPressed: dark ? "#B9D3FF" : "#062E73"
    readonly property color accentGlow: dark ? "#A3C4FF" : "#1A57BF"  // carries no text
    readonly property color accentSoft: dark ? "#182A4D" : "#E4EDFD"
    readonly property color accentWords: dark ? "#071735" : "#FFFFFF"
    readonly property color accentWordsSoft: dark ? "#12264B" : "#E4EDFD"
    readonly property color pressed: dark ? "#2A3B5C" : "#DCE6F8"
    readonly property color off: dark ? "#202C43" : "#E3E7EF"
    readonly property color offWords: dark ? "#B8C4DA" : "#3C4657"
    readonly property color good: dark ? "#74E8B4" : "#0B5A39"
    readonly property color goodSoft: dark ? "#0F3326" : "#E0F3E9"
    readonly property color warn: dark ? "#FFCB66" : "#653A00"
    readonly property color warnSoft: dark ? "#3A2D0E" : "#FFF1CF"
    readonly property color warnEdge: dark ? "#8F6B1E" : "#E0A93B"
    readonly property color bad: dark ? "#FFADAD" : "#8A1212"
    readonly property color badSoft: dark ? "#451A22" : "#FCE7E5"
    readonly property color badEdge: dark ? "#A3424B" : "#D9736B"
    readonly property color lit: "#5FD39B"  // the lamp of a slot on its dark body
    readonly property color unlit: "#7C8798"
    readonly property color demo: "#FFD25E"
    readonly property color demoWords: "#3A2600"

    // text on ground, by name, each at least 7:1
    readonly property var pairs: [
        [ink, ground], [ink, card], [inkSoft, ground], [inkSoft, card], [accent, card], [accent, accentSoft],
        [accentWords, accent], [accentWordsSoft, accent], [accentWords, accentPressed], [ink, pressed], [offWords, off], [good, goodSoft],
        [good, card], [warn, warnSoft], [bad, badSoft], [bad, card], [demoWords, demo], [ink, accentSoft], [card, ink]
    ]

    // one colour for each kind of charge, on white; its name and its sum always stand beside it
    readonly property var kinds: ["#0A46AA", "#0B8A84", "#6B7C99", "#3D86E8", "#7A3FB5", "#B8488F", "#C46A00", "#5E6B2A", "#1B2638"]

    // the colours people know their notes by, by value in yuan
    function noteColour(yuan: string): color {
        const colours = {"100": "#A3232F", "50": "#1D6548", "20": "#75481B", "10": "#1F4A85", "5": "#5A3687", "1": "#586017"};
        return colours[yuan] ?? "#4A5568";
    }
}
