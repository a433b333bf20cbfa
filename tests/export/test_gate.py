import pytest
from nbformat.v4 import new_code_cell, new_output, new_raw_cell

from workbench.errors import GateError
from workbench.export.document import Figure, Heading, Note, Numbered, Paragraph, Sentence, Table
from workbench.export.gate import passed
from workbench.present.description import MARK, MIME, Description, digest


def refusal(nb, name="20_besucher"):
    with pytest.raises(GateError) as fault:
        passed(nb, name)
    return str(fault.value)


def test_prose_and_descriptions_pass_in_their_order(book, table, figure):
    document = passed(book("## Wie viele?\n\nEin Satz.", table(), figure()))
    assert document.title == "Wer besucht die Häuser?"
    assert document.head.title == "Dorsten"
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Heading", "Paragraph", "Numbered", "Numbered"]


def test_groups_are_dissolved_and_captions_numbered(book, table, figure):
    note = {"kind": "note", "title": "Regeln", "paragraphs": ["Eine."]}
    inner = {"kind": "group", "blocks": [table().json(), note]}
    document = passed(book(Description("group", {"blocks": [figure().json(), inner]}), table()))
    numbered = [(b.number, type(b.content)) for b in document.blocks if isinstance(b, Numbered)]
    assert numbered == [(1, Figure), (1, Table), (2, Table)]
    assert isinstance(document.blocks[3], Note)


def test_an_empty_group_gives_nothing(book):
    assert len(passed(book(Description("group", {"blocks": []}))).blocks) == 1


def test_anchors_come_from_the_text_and_are_unique(book):
    document = passed(book("## Größe\n\n### Größe\n\n## Größe\n\n## ???"))
    assert [b.anchor for b in document.blocks if isinstance(b, Heading)] == ["groesse", "groesse-2", "groesse-3", "ort"]


def test_an_anchor_that_looks_numbered_does_not_collide(book):
    document = passed(book("## Ort 2\n\n## Ort\n\n## Ort"))
    assert [b.anchor for b in document.blocks if isinstance(b, Heading)] == ["ort-2", "ort", "ort-3"]


def test_anchors_of_tables_and_figures_stay_when_others_come_before_them(book, table, figure):
    later = passed(book("## Besuche je Raum", table(), figure(), table()))
    sooner = passed(book("## Besuche je Raum", table(title="Neu"), figure(title="Auch neu"), table(), figure()))
    assert [b.anchor for b in later.blocks if isinstance(b, Numbered)] == ["tabelle_besuche-je-raum", "abbildung_besuche-je-raum", "tabelle_besuche-je-raum-2"]
    assert [b.anchor for b in sooner.blocks if isinstance(b, Numbered)] == ["tabelle_neu", "abbildung_auch-neu", "tabelle_besuche-je-raum", "abbildung_besuche-je-raum"]


def test_only_the_description_of_an_output_is_taken(book, out):
    output = out(Description("sentence", {"text": "Es kommen 12."}))
    output.data["text/html"] = "<b>4711</b>"
    output.metadata["fremd"] = "4711"
    block = passed(book(output)).blocks[-1]
    assert block == Sentence(kind="sentence", text="Es kommen 12.")


def test_all_refusals_come_at_once_each_with_its_cell_and_cure(book, snapshot):
    outputs = [
        new_output("stream", name="stdout", text="4711"),
        new_output("stream", name="stderr", text="FutureWarning"),
        new_output("error", ename="ValueError", evalue="4711", traceback=[]),
        new_output("display_data", data={"text/html": "<table>4711", "text/plain": "4711"}),
        new_output("execute_result", data={"text/plain": "4711"}),
        new_output("display_data", data={"image/png": "iVBOR"}),
        new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "IntSlider()"}),
        new_output("display_data", data={"application/x-fremd": "4711"}),
        new_output("display_data", data={}),
    ]
    said = refusal(book(*outputs))
    assert "4711" not in said
    assert said == snapshot


def test_papermills_cell_is_not_counted(book):
    nb = book(new_output("stream", name="stdout", text="x"))
    nb.cells.insert(1, new_code_cell("gemeinde = 'x'", metadata={"tags": ["injected-parameters"]}))
    assert refusal(nb).startswith("20_besucher, Zelle 3: ")


def test_without_a_name_the_message_begins_with_the_cell(book):
    assert refusal(book(new_output("stream", name="stdout", text="x")), "").startswith("Zelle 3: ")


@pytest.mark.parametrize(
    "mark",
    [{}, {MARK: "x"}, {MARK: {}}, {MARK: {"sha256": "0" * 64}}],
)
def test_a_description_without_its_hash_is_refused(book, out, table, mark):
    output = out(table())
    output.metadata = mark
    assert "Prüfsumme" in refusal(book(output))


def test_a_description_that_was_changed_is_refused(book, out, table):
    output = out(table())
    output.data[MIME]["rows"][0][1]["text"] = "1.235"
    assert "Prüfsumme" in refusal(book(output))


MALFORMED = [
    {"kind": "html", "body": "<b>"},
    {"kind": "sentence", "text": "a", "html": "<b>"},
    {"kind": "sentence", "text": ["<b>"]},
    {"kind": "sentence"},
    {"kind": "note", "title": "a", "paragraphs": [{"html": "<b>"}]},
    {"kind": "group", "blocks": [{"kind": "head"}]},
    {"text": "ohne Art"},
    ["keine Zuordnung"],
]


@pytest.mark.parametrize("body", MALFORMED, ids=str)
def test_a_malformed_description_is_refused_whatever_its_hash(book, body):
    output = new_output("display_data", data={MIME: body}, metadata={MARK: {"sha256": digest(body)}})
    assert "nicht die erwartete Form" in refusal(book(output))


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": [[{"text": "a", "value": None, "state": "laut"}, {"text": "1", "value": 1, "state": ""}]]},
        {"title": ""},
        {"columns": []},
        {"totals": ["0"]},
    ],
    ids=lambda c: next(iter(c)),
)
def test_a_malformed_table_is_refused(book, table, changes):
    assert "nicht die erwartete Form" in refusal(book(table(**changes)))


def test_a_row_without_a_cell_for_each_column_is_refused(book, table):
    assert "Zeilen und Spalten von »Besuche je Raum« passen nicht zusammen" in refusal(book(table(rows=[[{"text": "a", "value": None, "state": "header"}]])))


@pytest.mark.parametrize(
    "alt",
    [
        "", "Zu kurz: 1.234.", "Besuche je Raum in den Einrichtungen", "besuche je Raum in den  Einrichtungen.", "Abbildung 1: Besuche je Raum in den Einrichtungen",
        "Bild ohne Beschreibung, Nummer 1 von 2", "No description has been provided for this image", "Am höchsten: Altstadt mit 11.234,5 Besuchen",
    ],
)  # fmt: skip
def test_an_alternative_text_that_states_no_finding_is_refused(book, figure, alt):
    said = refusal(book(figure(alt=alt, title="Besuche je Raum in den Einrichtungen")))
    assert f"Der Alternativtext »{alt}« von »Besuche je Raum in den Einrichtungen«" in said
    assert "Erwartet wird der Befund mit einer Zahl" in said


@pytest.mark.parametrize("alt", ["Balken. Am höchsten: Altstadt mit 1.234 Besuchen.", "Balken. Am höchsten: Altstadt mit 1.234, sonst nichts.", "Balken, 2 Räume. Kein Wert ist ausgewiesen."])
def test_a_value_or_that_there_is_none_is_a_finding(book, figure, alt):
    assert passed(book(figure(alt=alt))).blocks


def test_figures_may_hold_the_outlines_of_areas(book, figure):
    geometry = [{"key": "01", "rings": [[[0.0, 0.5], [1.0, 1.5]]]}]
    assert isinstance(passed(book(figure(geometry=geometry))).blocks[-1].content, Figure)


@pytest.mark.parametrize("title", ["Ohne Überschrift.", "## Zu tief", "Vorher.\n\n# Titel", "# Eins\n\n# Zwei", ""])
def test_a_report_begins_with_exactly_one_title(book, title):
    assert "Titel: Erwartet wird genau eine Überschrift" in refusal(book(title=title))


def test_levels_of_headings_do_not_skip(book):
    assert "Auf Ebene 1 folgt Ebene 3. Schreiben Sie: ## Tief." in refusal(book("### Tief"))


def test_an_empty_heading_is_refused(book):
    assert "Überschrift: Eine ist leer." in refusal(book("##"))


def test_exactly_one_head_is_needed(book, head):
    assert "Kopf: 2 Angaben" in refusal(book(head))
    nb = book()
    del nb.cells[1]
    assert "Kopf: 0 Angaben" in refusal(nb)


def test_markdown_that_is_no_prose_is_refused_with_its_cell(book):
    assert refusal(book("<b>x</b>")) == "20_besucher, Zelle 3: HTML ist im Text nicht erlaubt. Schreiben Sie Markdown, ein Zeichen »<« als »\\<«."


def test_an_empty_raw_cell_is_nobodys_business(book):
    nb = book()
    nb.cells.append(new_raw_cell(" \n"))
    assert isinstance(passed(nb).blocks[-1], Paragraph)


def heading(level, text, *, page=False, **changes):
    return {"kind": "heading", "level": level, "text": text, "named": f"Nord {text}", "page": page, **changes}


def chapters(*blocks):
    return Description("group", {"blocks": list(blocks)})


def test_a_computed_heading_is_one_of_the_document_with_an_anchor_of_its_own(book):
    document = passed(book("## Gebiete", chapters(heading(3, "Nord", page=True, named="Nord"), heading(4, "Porträt"), {"kind": "sentence", "text": "Hier."}), "## Porträt"))
    assert [(b.level, b.text, b.anchor, b.page) for b in document.blocks if isinstance(b, Heading)] == [
        (2, "Gebiete", "gebiete", False), (3, "Nord", "nord", True), (4, "Porträt", "nord-portraet", False), (2, "Porträt", "portraet", False),
    ]  # fmt: skip


def test_computed_headings_leave_out_no_level_either(book):
    assert refusal(book("## Gebiete", chapters(heading(4, "Porträt")))).startswith("20_besucher, Überschrift »Porträt«: Auf Ebene 2 folgt Ebene 4.")


@pytest.mark.parametrize("wrong", [{"level": 1}, {"level": 2}, {"level": 7}, {"text": ""}, {"page": "ja"}, {"fremd": 4711}])
def test_a_computed_heading_has_its_form(book, wrong):
    body = {**heading(3, "Nord"), **wrong}
    said = refusal(book("## Gebiete", Description("heading", {k: v for k, v in body.items() if k != "kind"})))
    assert "nicht die erwartete Form" in said
    assert "4711" not in said
