import pytest

from workbench.errors import ProjectError
from workbench.export.document import House
from workbench.export.house import READABLE, house, template
from workbench.present.style import ACCENT, contrast, legible
from workbench.project import load

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M 0 0 9 9"/></svg>'


@pytest.fixture
def dressed(tmp_path):
    """Look of a project with those lines in its section »gestaltung«."""

    def made(*lines, head=""):
        text = f'format = 1\nname = "Probe"\nstand = 2025-12-31\n{head}\n[gestaltung]\n' + "\n".join(lines) + '\n[orte.dorsten]\nname = "Dorsten"\nags = "05562012"\n'
        (tmp_path / "projekt.toml").write_text(text, encoding="utf-8")
        return house(load(tmp_path))

    return made


def test_without_a_section_there_is_our_look(dressed):
    assert dressed() == House(accent=ACCENT)


def test_the_institute_is_the_house_unless_another_is_named(dressed):
    assert dressed(head='institut = "Institut Beispiel"').name == "Institut Beispiel"
    assert dressed('name = "Büro Süd"', head='institut = "Institut Beispiel"').name == "Büro Süd"


def test_an_imprint_is_taken_line_by_line(dressed):
    assert dressed('impressum = """\nBüro  Süd\n\n  Weg 3\n"""').imprint == ("Büro Süd", "Weg 3")


def test_a_logo_is_read_from_the_project_folder(dressed, tmp_path):
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder" / "logo.svg").write_text(SVG, encoding="utf-8")
    assert b"M 0 0 9 9" in dressed('logo = "bilder/logo.svg"').logo


@pytest.mark.parametrize("name", ["../logo.svg", "/etc/logo.svg"])
def test_a_logo_from_elsewhere_is_refused(dressed, tmp_path, name):
    (tmp_path.parent / "logo.svg").write_text(SVG, encoding="utf-8")
    with pytest.raises(ProjectError) as fault:
        dressed(f'logo = "{name}"')
    assert str(fault.value) == f"projekt.toml, »gestaltung.logo«: »{name}« – liegt nicht im Projektordner. Bitte dorthin kopieren."


def test_a_logo_that_is_missing_and_a_colour_that_cannot_be_read_are_named_together(dressed):
    with pytest.raises(ProjectError) as fault:
        dressed('logo = "logo.png"\nakzent = "#ffcc00"')
    missing, pale = str(fault.value).splitlines()
    assert missing == "projekt.toml, »gestaltung.logo«: »logo.png« – diese Datei gibt es nicht. Bitte in den Projektordner legen, oder den Namen berichtigen."
    assert pale.startswith("projekt.toml, »gestaltung.akzent«: »#ffcc00« – auf Weiß nicht gut zu lesen")


def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(dressed):
    with pytest.raises(ProjectError) as fault:
        dressed('akzent = "#FF8800"')
    assert str(fault.value) == "projekt.toml, »gestaltung.akzent«: »#ff8800« – auf Weiß nicht gut zu lesen (Kontrast 2,39 : 1, erwartet mindestens 4,5 : 1). Die nächste lesbare Farbe ist »#b46000«."
    assert dressed('akzent = "#b46000"').accent == "#b46000"


@pytest.mark.parametrize("colour", ["#ffcc00", "#00a651", "#e30613", "#777777", "#000000", "#ffffff", "#7cc0e6"])
def test_the_colour_that_is_offered_is_taken_and_no_nearer_one_would_be(dressed, colour):
    offered = legible(colour)
    assert contrast(offered) >= READABLE
    assert dressed(f'akzent = "{offered}"').accent == offered
    assert offered == colour or contrast(offered) < READABLE + 0.1


class Project:
    """As much of a project as is asked for."""

    def __init__(self, folder):
        self.folder = folder


def test_a_project_without_a_template_has_none(tmp_path):
    assert template(Project(tmp_path)) == b""


def test_a_template_is_read(dressed, tmp_path):
    (tmp_path / "vorlage.docx").write_bytes(b"PK")
    assert template(Project(tmp_path)) == b"PK"
    assert dressed().template == b"PK"


def test_a_template_that_is_locked_is_reported(tmp_path, monkeypatch):
    def locked(_):
        raise PermissionError(13, "")

    monkeypatch.setattr("pathlib.Path.read_bytes", locked)
    with pytest.raises(ProjectError) as fault:
        template(Project(tmp_path))
    assert str(fault.value) == "vorlage.docx lässt sich nicht lesen (der Zugriff ist verweigert). Ist die Datei in Word geöffnet?"
