import numpy as np
import pytest

from karwan.errors import StorageError
from karwan.storage.unfinished import OtherTableError, Unfinished

ABOUT = {"cargo": "40ft", "places": 3}


def rows(*numbers):
    return np.array(numbers, np.int64)


def test_rows_put_in_any_order_are_there_when_the_file_is_opened_again(tmp_path):
    path = tmp_path / "table.part"
    with Unfinished(path, ABOUT, 3, 2) as table:
        assert not table.known().any()
        table.put(rows(2, 0), np.array([[5, 6], [1, 2]], np.float32))
    with Unfinished(path, ABOUT, 3, 2) as table:
        assert table.known().tolist() == [True, False, True]
        table.put(rows(1), np.array([[3, 4]], np.float32))
        assert table.known().all()
        assert table.read(0, 3).tolist() == [[1, 2], [3, 4], [5, 6]]
        table.remove()
    assert not path.exists()


def test_a_file_about_something_else_is_refused_and_says_what_it_is_about(tmp_path):
    path = tmp_path / "table.part"
    Unfinished(path, ABOUT, 3, 2).close()
    with pytest.raises(OtherTableError) as told:
        Unfinished(path, {"cargo": "20t", "places": 3}, 3, 2)
    assert told.value.about == ABOUT
    with Unfinished(path, {"cargo": "20t", "places": 3}, 3, 2, anew=True) as table:
        assert not table.known().any()


def test_two_processes_do_not_write_one_file(tmp_path):
    path = tmp_path / "table.part"
    with Unfinished(path, ABOUT, 3, 2), pytest.raises(StorageError, match="another process"):
        Unfinished(path, ABOUT, 3, 2)


def test_a_file_that_is_no_table_is_left_alone(tmp_path):
    path = tmp_path / "table.part"
    path.write_text("my notes\n" * 9)
    with pytest.raises(StorageError, match="move it away"):
        Unfinished(path, ABOUT, 3, 2)
    assert path.read_text() == "my notes\n" * 9


def test_a_file_cut_before_its_head_was_written_is_begun_anew(tmp_path):
    path = tmp_path / "table.part"
    path.write_bytes(bytes(40))
    with Unfinished(path, ABOUT, 3, 2) as table:
        assert not table.known().any()


def test_a_row_without_its_mark_does_not_count(tmp_path):
    path = tmp_path / "table.part"
    with Unfinished(path, ABOUT, 2, 1) as table:
        table.put(rows(0, 1), np.array([[1], [2]], np.float32))
    content = bytearray(path.read_bytes())
    content[-2 * 4 - 1] = 0  # the mark of the last row, as if the run had ended before it
    path.write_bytes(content)
    with Unfinished(path, ABOUT, 2, 1) as table:
        assert table.known().tolist() == [True, False]
