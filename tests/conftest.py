"""What all tests share: the option that writes generated pages, and the comparison with the committed ones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)  # a busy machine is no fault, a run repeats exactly
settings.load_profile("project")

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one option: write generated pages instead of comparing them."""
    parser.addoption("--update-docs", action="store_true", help="erzeugte Seiten in docs/ neu schreiben statt vergleichen")


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
