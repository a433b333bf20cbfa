"""Batches that are killed anywhere, again and again: what lies there is always a whole report, the old one or the new one."""

import contextlib
import random
import time

import psutil
import pytest

from workbench.batch.journal import Lock

REPORTS = ("50_a", "51_b", "52_c")
FILES = tuple(f"{name}.{end}" for name in REPORTS for end in ("html", "freigabe.json"))


def write(box, edition):
    """Reports of an edition, which say which one it is."""
    for name in REPORTS:
        box.write(name, f"from workbench.present.sentence import sentence\n\nsentence('Das ist die Fassung {edition}.')")


def held(box):
    """Bytes of every file that is there."""
    return {name: (box.out / "dorsten" / name).read_bytes() for name in FILES if (box.out / "dorsten" / name).is_file()}


def killed(box, chance, hit, longest):
    """Start a batch, and kill one of its processes at a moment left to chance within so many seconds; the batch itself at the latest."""
    process = box.start("--jobs", "2", "--force", *(o for name in REPORTS for o in ("--report", name)))
    time.sleep(chance.uniform(0.2, longest))
    found = [p for p in box.processes() if p.is_running()]
    if found:
        victim = chance.choice(found)
        with contextlib.suppress(psutil.Error):
            hit.add("run" if victim.ppid() in {p.pid for p in found} else "warm parent")
            victim.kill()
    if chance.random() < 0.5:
        hit.add("batch")
        process.kill()
    process.communicate(timeout=60)


def batches(box, number):
    """So many batches, each killed, of two editions in turn; which processes were hit."""
    chance, hit, editions, begun = random.Random(4), set[str](), [], time.monotonic()  # noqa: S311 (the same kills every time)
    for edition in ("alt", "neu"):
        write(box, edition)
        assert box.run(*(o for name in REPORTS for o in ("--report", name))).returncode == 0
        editions.append(held(box))
    longest = (time.monotonic() - begun) / len(editions)  # as a batch lasts on this machine now
    for turn in range(number):
        write(box, ("alt", "neu")[turn % 2])
        killed(box, chance, hit, longest)
        box.wait(lambda: not box.processes(), 20)
        with Lock(box.out):
            pass
        now = held(box)
        assert set(now) == set(FILES)
        assert all(content in {e[name] for e in editions} for name, content in now.items())
    write(box, "alt")
    assert box.run(*(o for name in REPORTS for o in ("--report", name))).returncode == 0
    assert held(box) == editions[0]
    assert box.clean()
    return hit


@pytest.mark.slow
def test_a_killed_batch_leaves_whole_reports(box):
    assert batches(box, 6)


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.timeout(7200)
def test_two_hundred_killed_batches_leave_whole_reports(box):
    assert batches(box, 200) == {"batch", "warm parent", "run"}
