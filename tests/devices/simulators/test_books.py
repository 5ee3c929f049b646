"""The books of an acceptor: whatever is written is there after a restart."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from devices.simulators.books import NoteBooks, Place
from devices.simulators.device import SetupError
from devices.simulators.record_file import RecordFile

moves = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 10**6)),
        st.tuples(st.just("move"), st.sampled_from(Place)),
        st.tuples(st.just("jam"), st.sampled_from([None, "entry", "escrow", "stacker"])),
        st.tuples(st.just("remove"), st.none()),
        st.tuples(st.just("return"), st.booleans()),
        st.tuples(st.just("fish"), st.none()),
    ),
    max_size=30,
)


def do(books: NoteBooks, name: str, value: object) -> None:
    match name, value:
        case "add", int(fen):
            books.add(fen, kind=None if fen % 2 else 3)
        case "move", Place() as place if books.notes:
            books.move(books.notes[len(books.notes)], place)
        case "jam", None | str() as at:
            books.set_jam(at)
        case "remove", None:
            books.remove_box()
        case "return", bool(emptied):
            books.return_box(emptied=emptied)
        case "fish", None:
            books.fish()


@given(moves)
def test_the_books_survive(steps: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books"
        books = NoteBooks(path)
        for name, value in steps:
            do(books, name, value)
        books.close()
        again = NoteBooks(path)
        assert again.notes == books.notes
        assert again.state() == books.state()
        again.close()


def test_state_from_a_note_on_keeps_the_sums() -> None:
    books = NoteBooks(None)
    for fen in (500, 1_000):
        books.move(books.add(fen, kind=1), Place.CASSETTE)
    state = books.state(since=2)
    assert state["notes"] == [{"id": 2, "denomination": 1_000, "where": "stacked", "place": "cassette", "box": 1}]
    assert state["sums_fen"] == {"entry": 0, "escrow": 0, "stacked": 1_500, "returned": 0, "lost": 0}


@pytest.mark.parametrize("record", [{"line": "a receipt"}, {"note": 1}, {"note": 1, "place": 3}])
def test_the_books_of_another_device_are_refused(tmp_path: Path, record: dict[str, object]) -> None:
    file = RecordFile(tmp_path / "books")
    file.append(record)
    file.close()
    with pytest.raises(SetupError, match="no bill acceptor"):
        NoteBooks(tmp_path / "books")
    RecordFile(tmp_path / "books").close()  # given back
