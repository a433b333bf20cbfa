"""What is written by hand agrees with what there is: links, commands, options, projekt.toml, the environment."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
import typer

from workbench import cli, project, recipe
from workbench.schemas import tables

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TAUGHT = [ROOT / "README.md", *sorted((ROOT / "docs" / "handbuch").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOML = [(f"{page.name}:{number}", body) for page in TAUGHT for number, (kind, body) in enumerate(FENCE.findall(page.read_text(encoding="utf-8"))) if kind == "toml"]
RECIPES = [(where, body) for where, body in TOML if "indikatoren = [" in body]
TOML = [example for example in TOML if example not in RECIPES]
HEAD = 'format = 1\nname = "Probe"\nstand = 2025-12-31\n'


def name(page):
    return page.relative_to(ROOT).as_posix()


def anchors(page):
    heads = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def lost(page):
    """Relative links of a page that lead nowhere."""
    for link in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", page.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if "://" not in link and (not target.exists() or (anchor and anchor not in anchors(target))):
            yield link


def typed(text):
    """What a reader is told to type: lines of blocks that show no output, and code within sentences."""
    blocks = [body for kind, body in FENCE.findall(text) if not kind]
    inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    return [line.partition("#")[0].strip() for line in [*"\n".join(blocks).splitlines(), *inline]]


def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(requirement):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_somewhere(page):
    assert list(lost(page)) == []


@pytest.mark.parametrize("page", TAUGHT, ids=name)
def test_every_command_and_option_that_is_taught_exists(page):
    known = {command: {o for p in made.params for o in (*p.opts, *p.secondary_opts)} | {"--help"} for command, made in typer.main.get_command(cli.app).commands.items()}
    every = {option for options in known.values() for option in options}
    for words in map(str.split, typed(page.read_text(encoding="utf-8"))):
        options = {w.partition("=")[0] for w in words if w.startswith("--")}
        if words[:1] == ["workbench"] and words[1:] not in ([], ["…"]):
            assert words[1] in known, words
            assert options <= known[words[1]], words
        elif words and words[0].startswith("--"):
            assert options <= every, words


@pytest.mark.parametrize("page", TAUGHT, ids=name)
def test_every_task_of_run_py_that_is_taught_exists(page):
    tasks = set(re.findall(r"^  (\w+)  ", bootstrap().USAGE, re.MULTILINE))
    assert set(re.findall(r"\brun\.py (\w+)", "\n".join(typed(page.read_text(encoding="utf-8"))))) <= tasks


@pytest.mark.parametrize("example", [body for _, body in TOML], ids=[where for where, _ in TOML])
def test_every_example_of_projekt_toml_is_valid(example, tmp_path):
    text = example if "format =" in example else HEAD + example
    (tmp_path / "projekt.toml").write_text(text, encoding="utf-8")
    assert project.load(tmp_path).orte


def test_the_handbook_explains_every_key_of_projekt_toml():
    shown = "\n".join(body for _, body in TOML)
    models = (project.Project, project.Place, project.Design, project.Rule, project.Source, project.Exemption, project.Plan, project.Comparison)
    keys = {k for m in models for k in m.model_fields} - {"folder", "key"}
    assert {k for k in keys if not re.search(rf"^{k} =|^\[+(\w+\.)*{k}[.\]]", shown, re.MULTILINE)} == set()


@pytest.mark.parametrize("example", [body for _, body in RECIPES], ids=[where for where, _ in RECIPES])
def test_every_example_of_a_recipe_is_valid(example, tmp_path):
    (tmp_path / "probe.toml").write_text(example, encoding="utf-8")
    assert recipe.read(tmp_path / "probe.toml").keys


def test_the_handbook_explains_every_key_of_a_recipe():
    page = (ROOT / "docs" / "handbuch" / "10-rezepte.md").read_text(encoding="utf-8")
    keys = {k for m in (recipe.Recipe, *recipe._SECTIONS.values()) for k in m.model_fields} - {"key"}
    assert {k for k in keys if not re.search(rf"\b{k}\b", page)} == set()


def test_the_architecture_fits_on_one_page():
    assert len((ROOT / "docs" / "architektur.md").read_text(encoding="utf-8").splitlines()) <= 70


def test_the_conda_environment_is_made_from_the_project():
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == bootstrap().environment(), "neu schreiben mit: python3 run.py lock"


def test_the_lock_file_names_no_index_and_covers_every_dependency():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", lock)
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {plain(r) for r in [*asked["project"]["dependencies"], *asked["dependency-groups"]["dev"]]}
    assert wanted - {plain(line) for line in lock.splitlines() if re.match(r"[\w.-]+(\[.*\])?==", line)} == set()


def test_the_glossary_names_every_table():
    page = (ROOT / "docs" / "glossar.md").read_text(encoding="utf-8")
    assert [name for name in tables() if f"`{name}`" not in page] == [], "docs/glossar.md lacks a line for a table"


def test_a_word_has_one_line_in_the_glossary():
    words = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "glossar.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(words) == len(set(words))


def test_the_page_on_the_architecture_has_a_line_for_every_layer_and_is_short():
    page = (ROOT / "docs" / "architektur.md").read_text(encoding="utf-8")
    layers = next(c for c in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"] if c["type"] == "layers")["layers"]
    assert [name for name in layers if f"`{name}.py`" not in page and f"`{name}/`" not in page] == []
    assert page.count("\n") <= 70
