import QtQuick
import "../theme"

// A face in one line, from sad (1) to happy (5): a round, two eyes, and a mouth that bends.
Canvas {
    id: root

    property int mood: 3
    property color paint: Theme.accent

    onPaintChanged: requestPaint()
    onPaint: {
        const context = getContext("2d");
        const middle = width / 2;
        const line = Math.max(2, width * 0.06);
        const bend = (mood - 3) * width * 0.11;
        context.reset();
        context.lineWidth = line;
        context.lineCap = "round";
        context.strokeStyle = paint;
        context.fillStyle = paint;
        context.beginPath();
        context.arc(middle, middle, middle - line, 0, 2 * Math.PI);
        context.stroke();
        for (const eye of [0.34, 0.66]) {
            context.beginPath();
            context.arc(width * eye, height * 0.4, width * 0.06, 0, 2 * Math.PI);
            context.fill();
        }
        context.beginPath();
        context.moveTo(width * 0.3, height * 0.66 - bend / 2);
        context.quadraticCurveTo(middle, height * 0.66 + bend * 1.5, width * 0.7, height * 0.66 - bend / 2);
        context.stroke();
    }
}
