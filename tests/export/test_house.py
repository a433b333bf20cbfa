import pytest

from workbench.errors import ProjectError
from workbench.export import house


class Project:
    """As much of a project as is asked for."""

    def __init__(self, folder):
        self.folder = folder


def test_a_project_without_a_template_has_none(tmp_path):
    assert house.template(Project(tmp_path)) == b""


def test_a_template_is_read(tmp_path):
    (tmp_path / "vorlage.docx").write_bytes(b"PK")
    assert house.template(Project(tmp_path)) == b"PK"


def test_a_template_that_is_locked_is_reported(tmp_path, monkeypatch):
    def locked(_):
        raise PermissionError(13, "")

    monkeypatch.setattr("pathlib.Path.read_bytes", locked)
    with pytest.raises(ProjectError) as fault:
        house.template(Project(tmp_path))
    assert str(fault.value) == "vorlage.docx lässt sich nicht lesen (der Zugriff ist verweigert). Ist die Datei in Word geöffnet?"
