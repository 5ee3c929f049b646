"""The staff's desk where nobody of the staff comes."""


class NoStaff:
    def check(self, *_: str) -> None:
        raise AssertionError("nobody types a PIN here")

    def hash(self, *_: str) -> None:
        raise AssertionError("nobody types a PIN here")

    def read(self, *_: object) -> None:
        raise AssertionError("nobody reads records here")
