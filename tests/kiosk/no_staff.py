"""The staff's desk where nobody of the staff comes."""


class QuietDesk:
    """Hears everything and answers nothing: a test says itself what came of it."""

    def check(self, *_: str) -> None: ...

    def ask(self, _question: object) -> None: ...

    def stop_asking(self, _approval_id: str) -> None: ...

    def hash(self, *_: str) -> None: ...

    def read(self, *_: object) -> None: ...

    def diagnose(self, *_: object) -> None: ...

    def make_bundle(self, *_: str) -> None: ...


class NoStaff:
    def check(self, *_: str) -> None:
        raise AssertionError("nobody types a PIN here")

    def ask(self, _question: object) -> None:
        raise AssertionError("nobody asks for a second person here")

    def stop_asking(self, _approval_id: str) -> None:
        raise AssertionError("nobody asked for a second person")

    def hash(self, *_: str) -> None:
        raise AssertionError("nobody types a PIN here")

    def read(self, *_: object) -> None:
        raise AssertionError("nobody reads records here")

    def diagnose(self, *_: object) -> None:
        raise AssertionError("nobody tries devices here")

    def make_bundle(self, *_: str) -> None:
        raise AssertionError("nobody wants a fault bundle here")
