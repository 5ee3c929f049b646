import QtQuick

// Runs down from what the view said, by the screen's own clock; `begin` starts it again.
QtObject {
    id: root

    property bool running: false
    property bool pays: false
    property int left: 0  // whole seconds, rounded up
    property real share: 0  // of the longest wait seen since the page changed
    property bool warning: false
    property real warnSeconds: 0
    property real endsAt: 0  // milliseconds of Date.now()
    property real total: 1
    property bool fresh: true  // the page has changed since it began
    signal warned

    function begin(facts) {
        running = facts.running;
        pays = facts.pays;
        warnSeconds = facts.warn;
        total = fresh ? facts.seconds : Math.max(total, facts.seconds);
        fresh = false;
        endsAt = Date.now() + facts.seconds * 1000;
        if (!running)
            warning = false;
        else
            tick();
    }

    function tick(): void {
        const seconds = Math.max(0, (endsAt - Date.now()) / 1000);
        const late = running && seconds <= warnSeconds;
        left = Math.ceil(seconds);
        share = total > 0 ? left / total : 0;
        if (late && !warning)
            warned();
        warning = late;
    }

    readonly property Timer clock: Timer {
        running: root.running
        repeat: true
        interval: 200
        onTriggered: root.tick()
    }
}
