"""A title, a level of headings or an alternative text that is broken on purpose fails the batch, and nothing of the report is written."""

import os
import subprocess
import sys

import pytest

SETUP = "from workbench.start import start\n\nbericht = start(gemeinde)\nbericht"
FIGURE = """from workbench.present.description import Description

Description("figure", {{
    "mark": "bar", "title": "Besuche je Raum", "unit": "Besuche", "alt": "{alt}", "source": "", "note": "",
    "columns": [{{"label": "Raum", "align": "left", "header": True}}, {{"label": "Besuche", "align": "right", "header": False}}],
    "rows": [[{{"text": "Mitte", "value": None, "state": "header"}}, {{"text": "12", "value": 12, "state": ""}}]],
    "encoding": {{"label": "Raum", "value": "Besuche", "bounds": [], "reference": None, "highlight": []}},
}})"""


@pytest.mark.slow
def test_what_is_broken_on_purpose_fails_the_batch(project, notebook):
    notebook("60_gut", SETUP)
    notebook("70_titel", SETUP, title="## Wer kommt?")
    notebook("75_ebene", SETUP, title="# Wer kommt?\n\n## Wie viele?\n\n#### Und wann?")
    notebook("80_befund", SETUP, FIGURE.format(alt="Abbildung: Besuche je Raum in der Stadt"))
    notebook("85_platzhalter", SETUP, FIGURE.format(alt="No description has been provided for this image"))
    reports = [word for number in (60, 70, 75, 80, 85) for word in ("--report", str(number))]
    command = [sys.executable, "-m", "workbench.cli", "run", "--project", str(project.folder), "--place", "dorsten", "--jobs", "2", *reports]
    done = subprocess.run(command, env={**os.environ, "IPYTHONDIR": str(project.folder)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    for said in (
        "Titel: Erwartet wird genau eine Überschrift »# …«",
        "Überschrift »Und wann?«: Auf Ebene 2 folgt Ebene 4. Schreiben Sie: ### Und wann?",
        "Der Alternativtext »Abbildung: Besuche je Raum in der Stadt« von »Besuche je Raum« nennt keinen ihrer Werte",
        "Der Alternativtext »No description has been provided for this image« von »Besuche je Raum« nennt keinen ihrer Werte",
    ):
        assert said in " ".join(done.stdout.split()), done.stdout
    assert [f.name for f in project.reports.glob("dorsten/*.html")] == ["60_gut.html"], done.stdout
