pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import "controls"
import "theme"

// The window of the terminal: one design surface, scaled to fit a smaller monitor, with the frame around the page.
Window {
    id: root

    required property var terminal
    required property real designWidth
    required property real designHeight
    required property real pixelsPerMm
    required property bool closable  // in full screen no key of a window manager ends the terminal
    property bool warming: false  // the customers' pages not needed yet are built one by one after the first frame
    readonly property var site: JSON.parse(terminal.site)
    readonly property var frame: JSON.parse(terminal.frame)
    readonly property var shown: JSON.parse(terminal.shown)  // page and body in one, so that no page ever sees another's body
    readonly property var blanks: terminal.blanks === "" ? ({}) : JSON.parse(terminal.blanks)
    property string page  // the one that can be seen
    property PageSlot current: null  // its place
    property bool left: false  // a page that can't be seen any more still holds its visit
    readonly property bool bare: root.page === "Diagnosis" && root.shown.body.step === "touching"  // all of the glass is a test
    readonly property var staffPages: ["StaffLogin", "Console", "DeviceDetails", "Records", "PaperChange", "Diagnosis", "Readiness", "Collection", "SecondPerson", "Settling", "Tracing"]

    title: qsTr("Payment terminal")
    color: Theme.ground

    onClosing: close => close.accepted = root.closable

    Component.onCompleted: {
        Theme.pixelsPerMm = Qt.binding(() => root.pixelsPerMm);
        Theme.widthPx = Qt.binding(() => root.designWidth);
        Theme.heightPx = Qt.binding(() => root.designHeight);
        Theme.large = Qt.binding(() => root.site.large);
        Theme.dark = Qt.binding(() => root.staffPages.includes(root.page));
        turn();
        countdown.begin(JSON.parse(root.terminal.countdown));
        root.visible = true;
    }
    onShownChanged: turn()
    onFrameSwapped: if (left) Qt.callLater(root.empty)
    onPageChanged: {
        help.active = false;
        quickLane.active = false;
        countdown.fresh = true;
    }

    // The page that was left is emptied as soon as the new one is on the glass: nobody waits for that.
    function turn(): void {
        const slot = pages.itemAt(pages.model.indexOf(shown.page)) as PageSlot;
        if (slot === null)
            return;  // the window is not complete
        if (page !== shown.page) {
            if (current !== null)
                current.current = false;
            slot.follows = current === null;  // otherwise the frame around the page is still that of the last one
            left = current !== null;
            current = slot;
            page = shown.page;
            slot.current = true;
        }
        slot.fill();
    }
    function empty(): void {
        left = false;
        for (let i = 0; i < pages.count; i++) {
            const slot = pages.itemAt(i) as PageSlot;
            slot.empty();
            if (!staffPages.includes(page) && staffPages.includes(slot.modelData))
                slot.drop();
        }
        gc();  // now, and not while somebody waits for the next page; nor do the texts of a visit lie about
    }

    Connections {
        target: root.terminal

        function onPageLeft() {
            root.current.follows = false;
        }
        function onCountdownChanged() {
            countdown.begin(JSON.parse(root.terminal.countdown));
            root.current.follows = true;
        }
    }
    Timer {
        // while nothing is painted: the window is covered
        running: root.left
        interval: 1000
        onTriggered: root.empty()
    }
    Countdown {
        id: countdown
        onWarned: root.terminal.sound("warn")
    }
    Item {
        id: design
        objectName: "design"
        anchors.centerIn: parent
        width: root.designWidth
        height: root.designHeight
        scale: Math.min(root.width / width, root.height / height)

        DemoStrip {
            id: demo
            width: parent.width
            height: visible ? implicitHeight : 0
            visible: root.site.demo && !root.bare
        }
        Header {
            id: header
            anchors.top: demo.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.topMargin: Theme.gap
            anchors.leftMargin: Theme.margin
            anchors.rightMargin: Theme.margin
            visible: !countdown.warning && !root.bare
            site: root.site
            services: root.frame.quickLane
            terminal: root.terminal
            countdown: countdown
            atHome: root.page === "Home" || root.page === "Closed"
            onQuickLane: {
                help.active = false;
                quickLane.active = true;
            }
        }
        Progress {
            id: progress
            anchors.top: header.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.topMargin: Theme.gap
            anchors.leftMargin: Theme.margin
            anchors.rightMargin: Theme.margin
            visible: shown && !countdown.warning
            height: shown ? implicitHeight : 0
            readonly property bool shown: root.frame.step > 0 || countdown.running && !Theme.landscape && !Theme.dark
            step: root.frame.step
            steps: root.frame.steps
            countdown: countdown
        }
        Item {
            // where the page stands
            id: area
            objectName: "page"
            anchors.top: progress.bottom
            anchors.bottom: footer.top
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.topMargin: Theme.pad
            anchors.bottomMargin: Theme.pad
            anchors.leftMargin: Theme.margin
            anchors.rightMargin: Theme.margin
        }
        Repeater {
            id: pages
            model: ["Starting", "Home", "Number", "Amount", "Method", "Cash", "PayByCard", "CardRefused", "ConfirmPayer", "Result",
                "OutOfService", "Closed", "Menu", "Proof", "Secret", "Asking", "Preview", "Balance", "Bill", "Details", "Points",
                "Payments", "Subscriptions", "EndSubscription", "Restrictions", "ReceiptNumber", ...root.staffPages]

            PageSlot {
                id: slot
                glass: root
                place: area
                terminal: root.terminal
            }
        }
        Footer {
            id: footer
            visible: !root.bare
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottomMargin: Theme.gap
            anchors.leftMargin: Theme.margin
            anchors.rightMargin: Theme.margin
            site: root.site
            frame: root.frame
            terminal: root.terminal
            onHelp: {
                quickLane.active = false;
                help.active = true;
            }
        }
        Loader {
            id: help
            anchors.fill: area
            active: false
            sourceComponent: HelpSheet {
                site: root.site
                frame: root.frame
                terminal: root.terminal
                onClosed: help.active = false
            }
        }
        Loader {
            id: quickLane
            anchors.fill: area
            active: false
            sourceComponent: QuickLaneSheet {
                services: root.frame.quickLane
                terminal: root.terminal
                onClosed: quickLane.active = false
            }
        }
        CountdownWarning {
            // in place of header and progress: it must not cover what somebody is about to press
            anchors.top: header.top
            anchors.bottom: progress.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.margin
            anchors.rightMargin: Theme.margin
            countdown: countdown
        }
    }
    Timer {
        id: warmer
        property int count: 0

        running: root.warming && count < pages.count - root.staffPages.length
        repeat: true
        interval: 60
        onTriggered: {
            (pages.itemAt(count) as PageSlot).build();
            count += 1;
        }
    }
}
