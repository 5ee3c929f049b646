"""Every word Qt and QML have to say goes to our log; warnings are kept in ``ui.warnings``, where tests look."""

import logging
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

import ui

_log = logging.getLogger("ui.qt")
_KEPT: Final = 200
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def collect() -> None:
    """Install the handler; call before the first Qt object is made."""
    qInstallMessageHandler(_handle)


def _handle(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    level = _LEVELS[kind]
    where = f"{context.file}:{context.line}: " if context.file else ""
    _log.log(level, "%s%s", where, text)
    if level >= logging.WARNING and len(ui.warnings) < _KEPT:
        ui.warnings.append(f"{where}{text}")
