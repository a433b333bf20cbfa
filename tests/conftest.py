"""What all tests share: the option that writes generated pages, and the comparison with the committed ones."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

settings.register_profile("project", deadline=None, derandomize=True)  # a busy machine is no fault, a run repeats exactly
settings.load_profile("project")

ROOT = Path(__file__).parent.parent
SAMPLE_BATCH = ("tests/notebooks/test_sample_batch.py", "tests/notebooks/test_equal_formats.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one option: write generated pages instead of comparing them."""
    parser.addoption("--update-docs", action="store_true", help="erzeugte Seiten in docs/ neu schreiben statt vergleichen")


def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "LoadScopeScheduling | None":
    """Keep together what looks at the one batch of the sample: pytest 9.2 no longer lets xdist note its groups in the ids of tests."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        """Tests one by one, but for those of the sample."""

        def _split_scope(self, nodeid: str) -> str:
            """What goes to the same process."""
            return "sample" if nodeid.partition("::")[0] in SAMPLE_BATCH else nodeid

    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture
def committed(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a generated page with the committed file: ``committed("docs/rechenbuch.md", text)``."""

    def compare(path: str, text: str) -> None:
        file = ROOT / path
        if request.config.getoption("--update-docs"):
            file.write_text(text, encoding="utf-8")
        found = file.read_text(encoding="utf-8") if file.is_file() else ""
        assert found == text, f"{path} ist nicht auf dem Stand; neu schreiben mit: pytest --update-docs {request.node.nodeid}"

    return compare


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Headless Chromium for one module, as its event loop is in the way of kernels; without one the test is skipped, unless the environment forbids that."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None and os.environ.get("WORKBENCH_REQUIRE_BROWSER") != "1":
        pytest.skip("Chromium fehlt")
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield window
        window.close()


@pytest.fixture(scope="session")
def invalid() -> Callable[[Iterable[Path]], list[str]]:
    """Faults of pages as html-validate finds them; without it the test is skipped, unless the environment forbids that."""
    program = shutil.which("html-validate")
    if program is None and os.environ.get("WORKBENCH_REQUIRE_BROWSER") != "1":
        pytest.skip("html-validate fehlt (npm install --global html-validate)")

    def found(pages: Iterable[Path]) -> list[str]:
        config = str(ROOT / "tests" / "html-validate.json")
        done = subprocess.run([str(program), "--config", config, "--formatter", "text", *map(str, pages)], capture_output=True, text=True, check=False)
        return [*done.stdout.splitlines(), *done.stderr.splitlines()]

    return found


@pytest.fixture(scope="session")
def barriers() -> "Callable[[Page], list[tuple[str, str]]]":
    """Rules of WCAG 2.0 to 2.2 A and AA and of best practice that axe finds broken on a page, each with the first place."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}

    def found(page: "Page") -> list[tuple[str, str]]:
        return [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page, options=rules).response["violations"]]

    return found
