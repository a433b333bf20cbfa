import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.read import once, store
from workbench.read.store import FOLDER, Many, forget

ROWS = {
    "AGS": pd.Series(["05562012", "03457", "05562012", "05566028"], dtype="str"),
    "Name": pd.Series(["Süd; »ß«", None, "", "x"], dtype="str"),
    "Tag": pd.Series(["2024-02-29", None, "1999-12-31", "2024-01-01"], dtype="datetime64[us]"),
    "Anzahl": pd.Series([None, 3, 2**40, 0], dtype="Int64"),
    "Jahr": pd.Series([2020, 2021, 2022, 2023], dtype="int64"),
    "Wert": [1.5, float("nan"), 0.1 + 0.2, -0.0],
    "offen": pd.Series([True, None, False, True], dtype="boolean"),
    "Grund": pd.Series(["geheim", "", "", ""], dtype="str"),
}


def frame() -> pd.DataFrame:
    """Rows as they are checked: indexed by the rows of the file."""
    return pd.DataFrame(ROWS).set_axis([2, 3, 5, 6])


def parsed(file: Path) -> pd.DataFrame:
    """Stands for a table's own reader: the frame, with the file's text in one cell."""
    return frame().assign(Name=file.read_text(encoding="utf-8"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "projekt [1] 'a'" / "tafel.csv"
    file.parent.mkdir()
    file.write_text("alt", encoding="utf-8")
    return file


def many(source: Path, load=parsed, version: str = "1") -> Many:
    return Many(source, "tafel", version, load)


def kept(source: Path) -> list[str]:
    return sorted(f.name for f in (source.parent / FOLDER).iterdir())


def anew(monkeypatch, *, fresh: int = -1) -> None:
    """As in another process; files count as settled at once."""
    store._SEEN.clear()
    monkeypatch.setattr(once, "FRESH", fresh)


def test_rows_come_back_with_their_types_missing_values_and_row_numbers(source):
    found = many(source, lambda _: frame()).rows("05562012")
    expected = frame().loc[[2, 5]].drop(columns="AGS")
    pd.testing.assert_frame_equal(found.astype(expected.dtypes), expected)
    assert found["Tag"].dtype == "datetime64[us]"
    assert many(source).rows("00000000").empty


def test_a_hash_tells_the_rows_of_a_place_and_nothing_else(source):
    def digests(rows: pd.DataFrame) -> dict[str, str]:
        source.write_text(f"{source.read_text()}+", encoding="utf-8")
        return dict(many(source, lambda _: rows).kept().digests)

    before, other = digests(frame()), frame()
    assert sorted(before) == ["03457", "05562012", "05566028"]
    other.loc[3, "Anzahl"] = 4
    after = digests(pd.concat([other.loc[[3]].set_axis([1]), other]).sort_index())
    assert {k for k in before if before[k] != after[k]} == {"03457"}  # though all rows moved
    swapped = frame().loc[[5, 3, 2, 6]].set_axis([2, 3, 5, 6])
    assert digests(swapped)["05562012"] != before["05562012"]
    missing = frame().assign(Grund=lambda f: f["Grund"].where(f["Grund"] != "", None))
    assert digests(missing)["03457"] != before["03457"]  # nothing is not the empty text


def test_an_unchanged_file_is_not_read_again(source, monkeypatch):
    anew(monkeypatch)
    many(source).kept()
    anew(monkeypatch)
    monkeypatch.setattr(Many, "_made", lambda _: pytest.fail("read again"))
    assert many(source).rows("03457")["Name"].tolist() == ["alt"]


def test_a_file_that_was_just_written_is_looked_into_again(source, monkeypatch):
    many(source).kept()
    anew(monkeypatch, fresh=3)
    state = source.stat()
    source.write_text("neu", encoding="utf-8")
    os.utime(source, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert many(source).rows("03457")["Name"].tolist() == ["neu"]


def test_touching_a_file_makes_no_new_store(source, monkeypatch):
    anew(monkeypatch)
    many(source).kept()
    before = kept(source)
    os.utime(source, (1, 1))
    anew(monkeypatch)
    assert many(source, lambda _: pytest.fail("parsed again")).kept()
    assert kept(source) == before


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_changed_file_or_parser_replaces_the_store(source, version):
    old = many(source).kept().file
    (source.parent / FOLDER / "tafel2.1.json").write_text("{}", encoding="utf-8")
    if version == "1":
        source.write_text("neu", encoding="utf-8")
    new = many(source, version=version).kept().file
    assert new != old
    assert kept(source) == [new.with_suffix(".json").name, new.name, "tafel2.1.json"]


def test_torn_files_are_made_anew(source, monkeypatch):
    good = many(source).kept().file
    beside, whole = good.with_suffix(".json"), good.read_bytes()
    for tear in (
        lambda: good.write_bytes(whole[: len(whole) // 2]),
        lambda: good.write_bytes(b"x" * len(whole)),
        good.unlink,
        lambda: beside.write_text('{"of": ["1"'),
        lambda: beside.write_text(json.dumps({"of": []})),
        beside.unlink,
    ):
        tear()
        anew(monkeypatch)
        store._rows.cache_clear()
        assert many(source).rows("03457")["Name"].tolist() == ["alt"]
        assert kept(source) == [beside.name, good.name]


def test_a_store_that_vanishes_while_it_is_used_is_made_anew(source):
    many(source).kept().file.unlink()
    assert many(source).rows("03457")["Name"].tolist() == ["alt"]


def _reader(source: Path) -> list[str]:
    return many(source).rows("03457")["Name"].tolist()


def test_several_processes_may_make_it_at_once(source):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_reader, [source] * 6) == [["alt"]] * 6
    assert len(kept(source)) == 2


def test_a_faulty_file_makes_no_store_and_is_read_once(source):
    asked = []

    def faulty(file: Path) -> pd.DataFrame:
        asked.append(file)
        raise DataError(file.name, ["Zeile 3"])

    for _ in range(2):
        with pytest.raises(DataError, match="Zeile 3"):
            many(source, faulty).kept()
    assert asked == [source]
    assert not (source.parent / FOLDER).exists()


def test_a_file_without_the_column_has_none(source):
    assert many(source, lambda _: None).kept() is None
    assert not (source.parent / FOLDER).exists()


def test_a_file_that_changes_while_it_is_read_is_refused(source):
    def slow(file: Path) -> pd.DataFrame:
        file.write_text("noch länger", encoding="utf-8")
        return frame()

    with pytest.raises(DataError, match="hat sich geändert, während sie gelesen wurde"):
        many(source, slow).kept()


def test_a_full_disk_is_a_german_message_and_leaves_nothing(source, monkeypatch, snapshot):
    def full(_file: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_put", full)
    with pytest.raises(DataError) as fault:
        many(source).kept()
    assert str(fault.value).replace(str(source.parent), "PROJEKT") == snapshot
    assert not any(kept(source))


def test_git_takes_nothing_of_it(source):
    many(source).kept()
    assert (source.parent / FOLDER).with_name(".gitignore").read_text() == "*\n"


def test_rows_stay_no_longer_than_their_file(source):
    many(source).kept()
    left = source.parent / FOLDER / "1.tmp"
    left.touch()
    forget(source.parent)
    assert len(kept(source)) == 3
    os.utime(left, (1, 1))
    source.unlink()
    forget(source.parent)
    assert kept(source) == []


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")
def test_a_warm_process_keeps_one_thread_and_its_children_read(source):
    code = f"""
import os, duckdb
from pathlib import Path
from workbench.read.store import Many
many = Many(Path({str(source)!r}), "tafel", "1", lambda file: None)
assert len(many.rows("05562012")) == 2
assert len(os.listdir("/proc/self/task")) == 1, os.listdir("/proc/self/task")
for _ in range(3):
    child = os.fork()
    if child == 0:
        os._exit(len(many.rows("03457")))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
"""
    many(source).kept()
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, cwd=Path(store.__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
