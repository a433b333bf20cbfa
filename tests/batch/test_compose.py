"""What a house says of itself may stand in its documents, and no name behind a pseudonym even there."""

import io

import docx
import pytest

from workbench.batch.chains import task_of
from workbench.batch.compose import Eyes, eyes_of
from workbench.batch.jobs import plan
from workbench.batch.reports import discover
from workbench.errors import GateError
from workbench.project import load

ADDRESS = "Büro Süd, Lindenstraße 12, Telefon 0123 456789"


@pytest.fixture
def eyes(project, notebook, tmp_path):
    """Eyes on a report of Dorsten, where »Mustermann« stands behind a pseudonym; with that line in the head of the Word template."""

    def made(line: str) -> Eyes:
        template = docx.Document()
        template.sections[0].header.paragraphs[0].text = line
        file = io.BytesIO()
        template.save(file)
        (project.folder / "vorlage.docx").write_bytes(file.getvalue())
        (project.folder / "schluessel").mkdir(exist_ok=True)
        (project.folder / "schluessel" / "dorsten.csv").write_text("Original;Pseudonym\nErika Mustermann;P1\n", encoding="utf-8")
        found = load(project.folder)
        job = plan(found, discover([notebook("20_x").parent]), places=["dorsten"])[0]
        return eyes_of(found, [task_of(found, job, tmp_path / "out")], place="dorsten")

    return made


def test_the_address_in_a_letterhead_may_stand_as_it_is(eyes):
    assert ADDRESS in eyes(ADDRESS).declared


def test_a_name_behind_a_pseudonym_may_not_stand_even_in_a_letterhead(eyes):
    with pytest.raises(GateError, match=r"vorlage\.docx") as fault:
        eyes(f"Leitung: Erika Mustermann, {ADDRESS}")
    assert "Mustermann" not in str(fault.value)
