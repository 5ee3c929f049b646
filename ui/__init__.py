"""What people see and touch: QML screens and thin view models. The only place with Qt."""

warnings: list[str] = []
"""Every warning of Qt and QML since the start of the process, oldest first; tests fail on any."""
