import contextlib
import sqlite3
import subprocess
import sys
import threading

import pytest

from workbench.batch.journal import DONE, FAILED, Journal, Lock, Run, digest
from workbench.errors import RunError

RUN = Run("20_besuche", "dorsten", DONE, "", {"notebook": "ä"}, {"cells": 1.5}, "abc")


def test_a_run_is_read_back(tmp_path):
    Journal(tmp_path).write(RUN)
    assert Journal(tmp_path).runs() == {("20_besuche", "dorsten"): RUN}


def test_only_the_last_run_is_kept(tmp_path):
    journal = Journal(tmp_path)
    journal.write(RUN)
    journal.write(Run("20_besuche", "dorsten", FAILED, "Zelle 3"))
    assert [r.result for r in journal.runs().values()] == [FAILED]


def test_without_a_file_it_is_empty(tmp_path):
    assert Journal(tmp_path).runs() == {}


def test_a_broken_file_is_empty_and_written_anew(tmp_path):
    journal = Journal(tmp_path)
    journal.write(RUN)
    (tmp_path / ".workbench" / "journal.sqlite").write_bytes(b"x" * 5000)
    assert journal.runs() == {}
    journal.write(RUN)
    assert list(journal.runs().values()) == [RUN]


def test_a_journal_of_another_version_is_empty_and_written_anew(tmp_path):
    journal, file = Journal(tmp_path), tmp_path / ".workbench" / "journal.sqlite"
    file.parent.mkdir()
    with contextlib.closing(sqlite3.connect(file)) as base:
        base.execute("CREATE TABLE run (report TEXT, place TEXT, finished TEXT, PRIMARY KEY (report, place))")
    assert journal.runs() == {}
    journal.write(RUN)
    assert list(journal.runs().values()) == [RUN]


@pytest.mark.parametrize("text", ["{", None])
def test_a_row_that_nobody_understands_costs_a_rerun(tmp_path, text):
    journal = Journal(tmp_path)
    journal.write(RUN)
    with sqlite3.connect(tmp_path / ".workbench" / "journal.sqlite") as base:
        base.execute("UPDATE run SET seconds = ?", [text])
    base.close()
    assert journal.runs() == {}


def test_a_full_disk_costs_a_rerun(tmp_path, monkeypatch):
    journal = Journal(tmp_path)

    def full(_run: Run) -> None:
        fault = sqlite3.OperationalError("database or disk is full")
        fault.sqlite_errorname = "SQLITE_FULL"
        raise fault

    monkeypatch.setattr(journal, "_write", full)
    journal.write(RUN)
    assert journal.runs() == {}


@pytest.mark.slow
def test_a_killed_writer_leaves_a_journal_that_can_be_read(tmp_path):
    script = "import sys\nfrom pathlib import Path\nfrom workbench.batch.journal import Journal, Run\nfor i in range(100_000):\n    Journal(Path(sys.argv[1])).write(Run(str(i % 50), '', 'fertig', 'x' * 20_000))\n    print(i, flush=True)"
    for turn in range(12):
        with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
            while int(writer.stdout.readline()) < 50 + turn:
                pass
            writer.kill()
        assert len(Journal(tmp_path).runs()) == 50


def test_many_may_write_at_once(tmp_path):
    threads = [threading.Thread(target=Journal(tmp_path).write, args=(Run(f"{i:02}_x", "", DONE),)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Journal(tmp_path).runs()) == 8


def test_a_second_batch_on_the_folder_is_refused(tmp_path, snapshot):
    with Lock(tmp_path / "reports"):
        with pytest.raises(RunError) as fault, Lock(tmp_path / "reports"):
            pass
        assert str(fault.value) == snapshot
    with Lock(tmp_path / "reports"):
        pass


def test_the_lock_dies_with_its_process(tmp_path):
    code = "import sys, os, signal; from pathlib import Path; from workbench.batch.journal import Lock\nLock(Path(sys.argv[1])).__enter__(); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    with Lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "reports").write_text("eine Datei")
    with pytest.raises(RunError, match="lässt sich nicht schreiben"), Lock(tmp_path / "reports"):
        pass


def test_a_read_only_share_is_refused_before_anything_runs(tmp_path, monkeypatch):
    with Lock(tmp_path):
        pass
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda file, **how: connect(f"{file.as_uri()}?mode=ro", uri=True, **how))
    with pytest.raises(RunError, match="lässt sich nicht schreiben"), Lock(tmp_path):
        pass


def test_a_lock_file_that_is_none_is_refused(tmp_path):
    (tmp_path / ".workbench").mkdir()
    (tmp_path / ".workbench" / "lock.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(RunError, match="lässt sich nicht schreiben"), Lock(tmp_path):
        pass


def test_digest_of_a_missing_file_is_empty(tmp_path):
    assert digest(tmp_path / "x") == ""


def test_digest_of_several_files_changes_with_each_and_is_empty_where_one_is_missing(tmp_path):
    files = [tmp_path / "x.html", tmp_path / "x.pdf"]
    for file in files:
        file.write_bytes(b"1")
    before = digest(*files)
    files[1].write_bytes(b"2")
    assert before not in {digest(*files), digest(files[0]), ""}
    files[0].unlink()
    assert digest(*files) == ""
    (tmp_path / "x").write_bytes(b"a")
    assert digest(tmp_path / "x").startswith("ca978112")
