"""How a text is marked for translators."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Marks a text for Qt's lupdate, which knows this name; PySide's own returns ``object`` to type checkers."""
    return text
