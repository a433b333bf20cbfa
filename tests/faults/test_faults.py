"""What goes wrong in real life, for real: each leaves the other reports complete and nothing behind."""

import dataclasses
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from workbench.batch.journal import Journal, Lock

pytestmark = pytest.mark.slow

ENDLESS = "while True:\n    pass"
NASTY = {
    "50_gut": (),
    "51_wirft": ("jahr = 0\n1 / jahr",),
    "52_getoetet": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",),
    "53_exit": ("import os\nos._exit(0)",),
    "54_sysexit": ("import sys\nsys.exit(0)", "1"),
    "55_daten": ("from workbench.errors import DataError\nraise DataError('besuche.csv', ['Zeile 3, Datum: »31.02.2024«.'])",),
    "56_gross": ("'x' * 100_000_000",),
    "57_strom": ("import time\nwhile True:\n    print('x' * 500_000)\n    time.sleep(0.05)",),
    "58_ausgabe": ("print(1)",),
    "59_segfault": ("import ctypes\nctypes.string_at(0)",),
    "60_gabel": ("import os\nif os.fork():\n    os.wait()",),
    "61_waise": ("import subprocess\nsubprocess.Popen(['setsid', 'sleep', '600']).pid and None",),
    "62_faden": ("import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()",),
    "63_speicher": ("x = bytearray(3_000_000_000)\nNone",),
}
CODE = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [], "execution_count": None}
BROKEN = {  # files that are no report
    "70_torn": '{"cells": [',
    "71_ohne_parameter": json.dumps({"cells": [CODE], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
    "72_anderer_kernel": json.dumps({"cells": [CODE], "metadata": {"kernelspec": {"name": "ir"}}, "nbformat": 4, "nbformat_minor": 5}),
}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def nasty(make):
    """One batch of nasty notebooks: box, result, and messages by report."""
    made = make()
    for name, cells in NASTY.items():
        made.write(name, *cells)
    for name, content in BROKEN.items():
        made.put(name, content)
    done = made.run(*(o for name in (*NASTY, *BROKEN) for o in ("--report", name)), "--jobs", "2", "--limit", "60", "--memory", "1500")
    return made, done, {report: run.message for (report, _), run in Journal(made.out).runs().items()}


def test_the_sound_report_is_complete(nasty):
    box, done, said = nasty
    assert done.returncode == 1, done.stderr
    assert said["50_gut"] == ""
    assert "Dorsten" in (box.out / "dorsten" / "50_gut.html").read_text(encoding="utf-8")
    sound = ["50_gut", "60_gabel", "61_waise", "62_faden"]
    assert sorted(f.name for f in (box.out / "dorsten").iterdir()) == [f"{name}.{end}" for name in sound for end in ("freigabe.json", "html")]


def test_nothing_is_left_behind(nasty):
    assert nasty[0].clean()


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("51_wirft", "Zelle 4, »1 / jahr«: ZeroDivisionError: division by zero"),
        ("52_getoetet", "Zelle 4, »import os, signal«, hat den Lauf beendet (von außen beendet oder aus Speichermangel)."),
        ("53_exit", "Zelle 4, »import os«, hat den Lauf beendet (sein Prozess hat sich mit 0 selbst beendet)."),
        ("54_sysexit", "Zelle 4, »import sys«, ist nicht bis zum Ende gelaufen. Ein Notebook darf sich nicht selbst beenden (exit, sys.exit)."),
        ("55_daten", "Zelle 4, »raise DataError('besuche.csv', ['Zeile 3, Datum: »31.02.2024«.'])«: besuche.csv: 1 Problem\n  Zeile 3, Datum: »31.02.2024«."),
        ("56_gross", "Zelle 4, »'x' * 100_000_000«, gibt mehr als 20 MB aus. Bitte große Ausgaben aus dem Notebook entfernen."),
        ("59_segfault", "Zelle 4, »import ctypes«, hat den Lauf beendet (abgestürzt: Speicherzugriff)."),
        ("60_gabel", ""),
        ("61_waise", ""),
        ("62_faden", ""),
        ("63_speicher", "Zelle 4, »x = bytearray(3_000_000_000)«, wurde nicht fertig: Der Arbeitsspeicher reicht nicht. Bitte mit weniger Daten rechnen, weniger Berichte zugleich (--jobs) oder mehr erlauben (--memory)."),
        ("57_strom", "Zelle 4, »import time«, gibt mehr als 20 MB aus. Bitte große Ausgaben aus dem Notebook entfernen."),
    ],
)
def test_a_fault_names_cell_and_cause(nasty, report, message):
    assert nasty[2][report] == message


def test_an_output_that_was_not_released_names_its_cell(nasty):
    assert "Zelle 4" in nasty[2]["58_ausgabe"]


def test_the_summary_says_what_failed(nasty):
    shown = nasty[1].stdout
    assert "Dorsten: 51_wirft: Zelle 4, »1 / jahr«: ZeroDivisionError: division by zero" in shown
    assert "Traceback" not in shown + nasty[1].stderr


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("70_torn", "ist kein Notebook: Der Inhalt ist kein gültiges JSON im Notebook-Format 4."),
        ("71_ohne_parameter", "0 Zellen tragen das Etikett »parameters« – erwartet wird genau eine"),
        ("72_anderer_kernel", "Kernel »ir« – erwartet wird »python3«."),
    ],
)
def test_a_file_that_is_no_report_stops_nothing(nasty, report, said):
    assert f"{report}.ipynb" in nasty[1].stdout
    assert said in nasty[1].stdout


def test_the_log_of_a_run_tells_its_cells_and_its_end(nasty):
    logs = nasty[0].out / ".workbench" / "laeufe" / "dorsten"
    lines = (logs / "59_segfault.log").read_text(encoding="utf-8").splitlines()
    assert [line[9:] for line in lines if "Zelle" in line][-2:] == ["Zelle 4 »import ctypes«", nasty[2]["59_segfault"]]
    assert "Fatal Python error" not in nasty[1].stdout + nasty[1].stderr
    assert [line[9:] for line in (logs / "50_gut.log").read_text(encoding="utf-8").splitlines()[-2:]] == ["Bericht geschrieben", "fertig"]


@pytest.mark.parametrize(
    "cell",
    [
        ENDLESS,
        "while True:\n    try:\n        while True:\n            pass\n    except KeyboardInterrupt:\n        pass",
        "import subprocess\nsubprocess.Popen(['sleep', '600'], env={}, start_new_session=True).wait()",
    ],
    ids=["endlos", "taub", "mit Kindern"],
)
def test_a_cell_that_never_ends_is_ended(box, cell):
    box.write("50_endlos", cell)
    done = box.run("--report", "50", "--limit", "3")
    assert done.returncode == 1
    assert "Dorsten: 50_endlos: nach 3 s abgebrochen, Zelle" in done.stdout


def test_ctrl_c_leaves_nothing_but_finished_reports(box):
    box.write("50_gut")
    box.write("51_endlos", ENDLESS)
    report = box.out / "dorsten" / "50_gut.html"
    process = box.start("--report", "50", "--report", "51", "--jobs", "1")
    box.wait(report.is_file)
    box.wait(lambda: box.runs() > 0)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, "Abgebrochen. Fertige Berichte bleiben erhalten, der nächste Lauf macht dort weiter.\n")
    assert box.clean()
    assert report.read_text(encoding="utf-8").endswith("</html>")


def test_a_killed_batch_takes_its_workers_with_it_and_frees_the_folder(box):
    box.write("51_endlos", ENDLESS)
    process = box.start("--report", "51")
    box.wait(lambda: box.runs() > 0)
    process.kill()
    process.communicate()
    box.wait(box.clean, 15)
    with Lock(box.out):
        pass


def test_after_one_ctrl_c_what_runs_is_finished_and_nothing_begins(box):
    box.write("50_langsam", "import time\ntime.sleep(3)")
    box.write("51_gut")
    process = box.start("--report", "50", "--report", "51", "--jobs", "1")
    box.wait(lambda: box.runs() > 0)
    process.send_signal(signal.SIGINT)
    shown, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Angehalten: Was läuft, wird noch fertig." in shown
    assert [f.name for f in (box.out / "dorsten").glob("*.html")] == ["50_langsam.html"]
    assert box.run("--report", "50", "--report", "51").returncode == 0


def warm_parent(box):
    """The warm parent of a batch."""
    return next(p for p in box.processes() if "workbench.batch.warm" in p.cmdline() and "workbench.cli" in p.parent().cmdline())


def test_a_killed_child_fails_its_report_only(box):
    box.write("50_endlos", ENDLESS)
    process = box.start("--report", "50")
    box.wait(lambda: box.runs() > 0)
    warm_parent(box).children()[0].kill()
    shown, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "hat den Lauf beendet (von außen beendet oder aus Speichermangel)" in shown


def test_a_killed_parent_costs_only_time_and_takes_all_with_it(box):
    begun = box.out / "begonnen"
    box.write("50_kinder", f"import os, subprocess, time\nzum_ersten_mal = not os.path.exists({str(begun)!r})\nopen({str(begun)!r}, 'a').close()\nif zum_ersten_mal:\n    subprocess.Popen(['sleep', '612'], env={{}}, start_new_session=True).wait()")
    box.write("51_gut")
    process = box.start("--report", "50", "--report", "51", "--jobs", "2")
    box.wait(begun.exists)
    time.sleep(2.5)  # longer than between two looks at what lives
    warm_parent(box).kill()
    shown, _ = process.communicate(timeout=60)
    assert process.returncode == 0, shown
    assert not [p for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == ["sleep", "612"]]


def test_the_same_in_kernels(box):
    box.write("50_endlos", ENDLESS)
    box.write("51_gut")
    box.write("52_getoetet", *NASTY["52_getoetet"])
    box.write("53_speicher", *NASTY["63_speicher"])
    done = box.run(*(w for n in ("50", "51", "52", "53") for w in ("--report", n)), "--jobs", "2", "--limit", "20", "--engine", "kernel", "--memory", "1500")
    assert done.returncode == 1
    assert "50_endlos: nach 20 s abgebrochen" in done.stdout
    assert "52_getoetet: Zelle 4, »import os, signal«, hat den Kernel beendet" in done.stdout
    assert "53_speicher: Zelle 4, »x = bytearray(3_000_000_000)«, wurde nicht fertig: Der Arbeitsspeicher reicht nicht." in done.stdout
    assert [f.name for f in (box.out / "dorsten").glob("*.html")] == ["51_gut.html"]


def test_the_second_batch_on_a_folder_refuses_at_once(box):
    box.write("50_gut")
    with Lock(box.out):
        done = box.run("--report", "50")
    assert done.returncode == 2
    assert "schreibt gerade ein anderer Stapellauf" in done.stderr


def test_a_folder_that_cannot_be_made_is_refused(box):
    box.write("50_gut")
    box.out.rmdir()
    box.out.write_text("eine Datei")
    done = box.run("--report", "50")
    box.out.unlink()
    assert done.returncode == 2
    assert "lässt sich nicht schreiben" in done.stderr


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can mount a tiny disk")
def test_a_full_disk_keeps_the_earlier_report(box):
    box.write("50_gut")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(box.out)], check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        report = box.out / "dorsten" / "50_gut.html"
        assert box.run("--report", "50").returncode == 0
        before = report.read_bytes()
        with pytest.raises(OSError, match="No space"):
            (box.out / "voll").write_bytes(b"x" * 300_000)
        done = box.run("--report", "50", "--force")
        assert done.returncode == 1
        assert "Datenträger ist voll" in done.stdout
        assert report.read_bytes() == before
        assert not list(box.out.rglob("*.tmp"))
    finally:
        subprocess.run(["umount", str(box.out)], check=True)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can mount a disk read-only")
def test_a_read_only_folder_is_refused_before_anything_runs(box):
    box.write("50_gut")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(box.out)], check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        done = box.run("--report", "50")
    finally:
        subprocess.run(["umount", str(box.out)], check=True)
    assert done.returncode == 2
    assert "lässt sich nicht schreiben. Bitte die Zugriffsrechte prüfen" in done.stderr


def test_a_clock_that_jumps_neither_ends_a_run_nor_makes_a_report_stale(box):
    clock, patch = box.project.parent / "uhr", box.project.parent / "sitecustomize.py"
    clock.write_text("0")
    patch.write_text(f"import pathlib, time\n\nreal = time.time\ntime.time = lambda: real() + float(pathlib.Path({str(clock)!r}).read_text() or 0)\n")
    box.write("50_langsam", "import time\ntime.sleep(3)\nassert time.time.__name__ == '<lambda>'")
    process = box.start("--report", "50", "--limit", "30", PYTHONPATH=os.pathsep.join([str(patch.parent), str(ROOT)]))
    box.wait(lambda: box.runs() > 0)
    for days in (400, -400):
        clock.write_text(str(days * 86_400))
        time.sleep(1)
    shown, _ = process.communicate(timeout=60)
    assert process.returncode == 0, shown
    journal = Journal(box.out)
    journal.write(dataclasses.replace(journal.runs()["50_langsam", "dorsten"], finished=dt.datetime(1970, 1, 1, tzinfo=dt.UTC)))
    assert "0 auszuführen, 1 aktuell" in box.run("--report", "50").stdout


def test_two_runs_give_the_same_bytes(box):
    box.write("50_gut")
    report = box.out / "dorsten" / "50_gut.html"
    assert box.run("--report", "50").returncode == 0
    before = report.read_bytes()
    assert box.run("--report", "50", "--force").returncode == 0
    assert report.read_bytes() == before
