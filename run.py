"""Einrichten und starten: python3 run.py reports · test · check · lab · lock (nur Standardbibliothek)."""

from __future__ import annotations  # so that an old Python gets as far as being told that it is one

import hashlib
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "stand.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
USAGE = """python3 run.py BEFEHL   (unter Windows: py run.py BEFEHL)

  reports   Umgebung einrichten und alle Berichte der Beispielprojekte erstellen
  test      alle Prüfungen und Tests
  check     schnelle Prüfungen: Stil, Typen, Importregeln, schnelle Tests
  lab       JupyterLab mit den Notebooks öffnen
  lock      für die Pflege: requirements.lock und environment.yml neu erzeugen

Weitere Angaben werden weitergereicht, z. B. python3 run.py reports --place dorsten"""

STEPS = [
    ("Stil", ["-m", "ruff", "check", "--quiet", "."]),
    ("Typen", ["-m", "mypy"]),
    ("Importregeln", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
    ("Abhängigkeiten", ["-m", "deptry", "workbench"]),
    ("Unbenutztes", ["-m", "vulture"]),
]


def say(text: str) -> None:
    """Print at once, in whatever encoding the terminal has."""
    print(text.encode(sys.stdout.encoding or "utf-8", "replace").decode(sys.stdout.encoding or "utf-8"), flush=True)


def stamp() -> str:
    """What the environment was made from: lock file, project file, Python version."""
    content = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    return hashlib.sha256(content).hexdigest()


def set_up() -> None:
    """Make the environment unless it is there; the stamp is written last, so an interrupted attempt starts afresh."""
    if PYTHON.exists() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp():
        return
    began = time.monotonic()
    say("Die Umgebung wird eingerichtet (einmalig, meist unter zwei Minuten) …")
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as fault:
        stop(f".venv lässt sich nicht anlegen: {fault}")
    quick = install_uv()
    installer = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON)] if quick else pip("install")
    execute([*installer, *(["--compile-bytecode"] if quick else []), "--require-hashes", "-r", str(LOCK)])
    execute([*installer, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    STAMP.write_text(stamp(), encoding="utf-8")
    say(f"Umgebung fertig nach {time.monotonic() - began:.0f} s.")


def pip(*words: str) -> list[str]:
    """Pip of the environment, quiet."""
    return [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", *words]


def install_uv() -> bool:
    """Install the locked uv, which is much quicker than pip; False where this platform has none."""
    blocks = LOCK.read_text(encoding="utf-8").split("\n")
    start = next((i for i, line in enumerate(blocks) if line.startswith("uv==")), None)
    if start is None:
        return False
    end = next((i for i in range(start + 1, len(blocks)) if not blocks[i].startswith(" ")), len(blocks))
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "uv.txt"
        part.write_text("\n".join(blocks[start:end]), encoding="utf-8")
        return subprocess.run(pip("install", "--require-hashes", "--no-deps", "-r", str(part)), check=False, stderr=subprocess.DEVNULL).returncode == 0


def execute(command: list[str]) -> None:
    """Run a step of the set-up; on failure stop."""
    if subprocess.run(command, check=False).returncode != 0:
        stop("Meldung oben")


def stop(why: str) -> None:
    """Say what to do about a failed set-up, and end."""
    say(f"\nDie Einrichtung ist fehlgeschlagen ({why}). Besteht eine Verbindung zum Paketverzeichnis, ist Platz auf der Platte?"
        "\nDebian und Ubuntu liefern das nötige Modul venv als eigenes Paket: sudo apt install python3-venv."
        "\nDanach denselben Befehl noch einmal aufrufen: Er beginnt von vorn.")
    raise SystemExit(1)


def call(*words: str) -> int:
    """Run the environment's Python in the project folder; it gets Ctrl-C too, and cleans up before this ends."""
    process = subprocess.Popen([str(PYTHON), *words], cwd=ROOT)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise


def reports(*options: str) -> int:
    """Render the sample projects; the official figures as well where no selection was made."""
    began = time.monotonic()
    codes = [call("-m", "workbench.cli", "run", *options)]
    if not options:
        codes.append(call("-m", "workbench.cli", "run", "--project", "data/amtlich", "--report", "05_amtliche_zahlen", "--out", "reports/amtlich"))
    say(f"Fertig nach {time.monotonic() - began:.0f} s. Übersicht: {Path('reports') / 'index.html'}")
    return max(codes)


def check(*options: str) -> int:
    """Lint, types, contracts, unused things; then the fast tests, or those that the options name."""
    return passed([*STEPS, ("Tests", ["-m", "pytest", *(options or (*side_by_side(2), "-m", "not slow"))])])


def side_by_side(processes: int) -> list[str]:
    """Let so many processes share the tests."""
    return ["-n", str(processes), "--dist", "loadgroup"]


def passed(steps: list[tuple[str, list[str]]]) -> int:
    """Take all steps, also behind one that failed; 1 if one did."""
    failed = []
    for name, words in steps:
        say(f"– {name}")
        if call(*words) != 0:
            failed.append(name)
    say(f"Nicht bestanden: {', '.join(failed)}" if failed else "Alles bestanden.")
    return 1 if failed else 0


def test(*options: str) -> int:
    """All checks, all tests, coverage of the fast ones, since it doubles their time; what takes very long only by its name: -m proof."""
    if "proof" in options:
        return call("-m", "pytest", *options)
    if options:
        return passed([*STEPS, ("Tests", ["-m", "pytest", *side_by_side(2), *options, "-m", "not proof"])])
    fast = ["-m", "pytest", *side_by_side(2), "-m", "not slow", "--cov", "--cov-report", "term:skip-covered"]
    slow = ["-m", "pytest", *side_by_side(3), "-m", "slow and not proof"]  # many of them wait for something
    return passed([*STEPS, ("Schnelle Tests mit Abdeckung", fast), ("Langsame Tests", slow)])


def lab(*options: str) -> int:
    """JupyterLab on the notebooks."""
    return call("-m", "workbench.cli", "lab", *options)


def lock() -> int:
    """Resolve the dependencies anew for all platforms, with hashes and without an index address."""
    words = ["pip", "compile", "pyproject.toml", "--group", "dev", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    code = call("-m", "uv", *words, "--custom-compile-command", "python3 run.py lock", "--upgrade", "--quiet", "-o", LOCK.name)
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
    return code


def environment() -> str:
    """Text of environment.yml: the conda route, from the dependencies in pyproject.toml."""
    import tomllib  # not above: an old Python lacks it

    names = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    plain = sorted(name.replace("[pandas]", "").replace("duckdb", "python-duckdb").lower() for name in names)
    head = "# generated by: python3 run.py lock\nname: workbench\nchannels: [conda-forge]\ndependencies:\n  - python>=3.11\n  - pip\n"
    return head + "".join(f"  - {name}\n" for name in plain) + "  - pip: [-e .]\n"


def main() -> int:
    """Set up, then do what was asked."""
    if sys.version_info < (3, 11):  # noqa: UP036 (a user may well start it with an older one)
        say(f"Gebraucht wird Python 3.11 oder neuer, gefunden: {sys.version.split()[0]}.")
        return 2
    commands = {"reports": reports, "test": test, "check": check, "lab": lab, "lock": lock}
    name, options = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if name not in commands:
        say(USAGE)
        return 0 if name in {"-h", "--help"} else 2
    try:
        set_up()
        return commands[name](*options)
    except KeyboardInterrupt:
        say("\nAbgebrochen. Weiter geht es mit demselben Befehl.")
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
