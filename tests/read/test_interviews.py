"""Interview projects: what is read from them, and what is refused in German."""

import io
import zipfile
from pathlib import Path

import pytest

from workbench.errors import DataError
from workbench.read import interviews, refi
from workbench.read.interviews import read, reading

TEXT = "I: Wo trefft ihr euch?\nB: Am Bahnhof ist es laut. Der Treff schließt zu früh."
QDE = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Probe">
 <Users><User guid="{{U1}}" name="Erste"/><User guid="u2" name="Zweite"/></Users>
 <CodeBook><Codes>
  <Code guid="{{C1}}" name="Orte"><Description>Wo man ist.</Description>
   <Code guid="c2" name="Treff"><Description>Der Treff.
Ankerbeispiel: Im Treff.</Description></Code>
  </Code>
  <Code guid="C3" name="Zitat frei"/>
 </Codes></CodeBook>
 <Variables><Variable guid="V1" name="Rolle"/><Variable guid="V2" name="Raum"/><Variable guid="V3" name="Einwilligung"/></Variables>
 <Cases>
  <Case guid="F1" name="K-01">
   <VariableValue><VariableRef targetGUID="v1"/><TextValue>Jugendliche</TextValue></VariableValue>
   <VariableValue><VariableRef targetGUID="v3"/><BooleanValue>true</BooleanValue></VariableValue>
   <SourceRef targetGUID="{{S1}}"/>
  </Case>
 </Cases>
 <Sources>
  <TextSource guid="s1" name="Gespräch 1" {where}>{inline}
   <VariableValue><VariableRef targetGUID="V2"/><TextValue>01</TextValue></VariableValue>
   <VariableValue><VariableRef targetGUID="unbekannt"/><TextValue/></VariableValue>
   <PlainTextSelection guid="p1" startPosition="26" endPosition="48" creatingUser="u1">
    <Coding guid="k1" creatingUser="U1"><CodeRef targetGUID="c1"/></Coding>
    <Coding guid="k2"><CodeRef targetGUID="c3"/></Coding>
   </PlainTextSelection>
   <PlainTextSelection guid="p2" startPosition="26" endPosition="48"><Coding guid="k3" creatingUser="U2"><CodeRef targetGUID="C2"/></Coding></PlainTextSelection>
   <PlainTextSelection guid="p3" startPosition="50" endPosition="77" creatingUser="u1"><Coding guid="k4"><CodeRef targetGUID="c2"/></Coding></PlainTextSelection>
   <NoteRef targetGUID="n1"/><NoteRef targetGUID="n2"/><NoteRef targetGUID="n9"/>
  </TextSource>{more}
 </Sources>
 <Notes>
  <Note guid="N1" name="Zusammenfassung: Orte"><PlainTextContent>Der Bahnhof
  ist laut.</PlainTextContent></Note>
  <Note guid="n2" name="Eindruck"><PlainTextContent>Nur für uns.</PlainTextContent></Note>
 </Notes>
</Project>"""


def qde(*, inline: bool = False, more: str = "", path: str = "internal://s1.txt") -> str:
    """Project file; the transcript stands in it or beside it."""
    return QDE.format(where="" if inline else f'plainTextPath="{path}"', inline=f"<PlainTextContent>{TEXT}</PlainTextContent>" if inline else "", more=more)


def project(folder: Path, members: dict[str, str | bytes] | None = None) -> Path:
    """Archive with the project file and its transcript."""
    file = folder / "interviews.qdpx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members or {"project.qde": qde(), "Sources/S1.TXT": TEXT}).items():
            archive.writestr(name, content)
    return file


def refused(folder: Path, members: dict[str, str | bytes]) -> str:
    """The German message of a project that is not read."""
    with pytest.raises(DataError) as fault:
        read(project(folder, members), "codes")
    return str(fault.value)


def test_codes_have_their_path_level_definition_and_example(tmp_path: Path) -> None:
    assert read(project(tmp_path), "codes").to_dict("split")["data"] == [["Orte", 1, "Wo man ist.", ""], ["Orte > Treff", 2, "Der Treff.", "Im Treff."]]


def test_variables_hang_on_the_case_or_on_its_transcript(tmp_path: Path) -> None:
    assert read(project(tmp_path), "faelle").to_numpy().tolist() == [["K-01", "Jugendliche", "01", None, None, "true"]]


def test_passages_have_text_coder_and_release_by_whomever(tmp_path: Path) -> None:
    assert read(project(tmp_path), "segmente").to_numpy().tolist() == [
        ["K-01", "Orte", 26, 48, "Am Bahnhof ist es laut", "Erste", True],
        ["K-01", "Orte > Treff", 26, 48, "Am Bahnhof ist es laut", "Zweite", True],
        ["K-01", "Orte > Treff", 50, 77, "Der Treff schließt zu früh.", "Erste", False],
    ]


def test_only_notes_named_summary_are_summaries(tmp_path: Path) -> None:
    assert read(project(tmp_path), "zusammenfassungen").to_numpy().tolist() == [["K-01", "Orte", "Der Bahnhof ist laut.", True]]


def test_a_text_within_the_project_file_and_a_bare_qde_are_read_too(tmp_path: Path) -> None:
    file = tmp_path / "interviews.qdpx"
    file.write_text("\ufeff" + qde(inline=True), encoding="utf-8")
    assert read(file, "transkripte").to_numpy().tolist() == [["K-01", TEXT]]


def test_the_way_of_counting_is_said(tmp_path: Path) -> None:
    assert reading(project(tmp_path)).startswith("Zählweise der Textstellen: Zeichen (Codepunkte)")


def test_several_transcripts_of_a_case_are_one_text_with_shifted_places(tmp_path: Path) -> None:
    more = '<TextSource guid="s2" name="K-01"><PlainTextContent>Noch ein Satz.</PlainTextContent><PlainTextSelection startPosition="5" endPosition="8"><Coding><CodeRef targetGUID="c1"/></Coding></PlainTextSelection></TextSource>'
    file = project(tmp_path, {"p.qde": qde(more=more), "s1.txt": TEXT})
    text = read(file, "transkripte")["Text"].item()
    last = read(file, "segmente").iloc[-1]
    assert text[last["Anfang"] : last["Ende"]] == last["Text"] == "ein"
    assert last["Person"] == ""


def test_a_source_without_text_is_passed_over(tmp_path: Path) -> None:
    more = '<PictureSource guid="s3" name="Foto"/>'
    assert len(read(project(tmp_path, {"p.qde": qde(more=more), "s1.txt": TEXT}), "transkripte")) == 1


def test_a_transcript_of_several_cases_is_refused(tmp_path: Path) -> None:
    twice = qde().replace("</Cases>", '<Case name="K-02"><SourceRef targetGUID="S1"/></Case></Cases>')
    assert "gehört zu 2 Fällen, erwartet wird einer" in refused(tmp_path, {"p.qde": twice, "s1.txt": TEXT})


def test_a_missing_transcript_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path, {"p.qde": qde(path="relative:///../geheim/s1.txt")}) == (
        "interviews.qdpx: 1 Problem\n  Der Text »relative:///../geheim/s1.txt« fehlt im Archiv. Bitte das Projekt mit allen Quellen exportieren."
    )


def test_a_transcript_in_another_encoding_is_refused(tmp_path: Path) -> None:
    assert "nicht in UTF-8" in refused(tmp_path, {"p.qde": qde(), "s1.txt": TEXT.encode("cp1252")})


def test_broken_xml_names_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, {"p.qde": "<Project>\n<Codes>"}) == "interviews.qdpx: 1 Problem\n  p.qde ist kein gültiges XML (Zeile 2). Bitte das Projekt neu exportieren."


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><Project>&a;</Project>'
    assert "Dokumenttyp-Angabe oder Entitäten" in refused(tmp_path, {"p.qde": bomb})


def test_another_xml_and_no_or_two_project_files_are_refused(tmp_path: Path) -> None:
    assert "beginnt mit »CodeBook«, erwartet wird »Project«" in refused(tmp_path, {"p.qde": "<CodeBook/>"})
    assert "liegen 0 Projektdateien" in refused(tmp_path, {"x.txt": ""})
    assert "liegen 2 Projektdateien" in refused(tmp_path, {"a.qde": qde(), "b.QDE": qde()})


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "interviews.qdpx"
    file.write_bytes(b"PK\x03\x04 abgeschnitten")
    with pytest.raises(DataError, match="kein lesbares Archiv"):
        read(file, "codes")


def test_a_folder_of_that_name_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Das ist ein Ordner"):
        read(tmp_path, "codes")


def test_archives_that_unpack_to_too_much_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "auffällig" in refused(tmp_path, {"p.qde": "<Project/>", "s1.txt": "a" * 3_000_000})
    monkeypatch.setattr(refi, "MEMBERS", 1)
    assert "auffällig (2 Dateien" in refused(tmp_path, {"p.qde": qde(), "s1.txt": TEXT})


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    file = project(tmp_path)
    content = bytearray(file.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    file.write_bytes(content)
    with pytest.raises(DataError, match="Passwort"):
        read(file, "codes")


def test_positions_that_fit_nothing_are_refused(tmp_path: Path) -> None:
    shifted = qde().replace('"26"', '"28"').replace('"48"', '"51"').replace('"50"', '"52"').replace('"77"', '"75"')
    said = refused(tmp_path, {"p.qde": shifted, "s1.txt": TEXT})
    assert "passen zu keiner bekannten Zählweise. Bestenfalls bestehen 0 % der Textstellen aus ganzen Wörtern, erwartet mindestens 70 %" in said


def test_a_passage_outside_the_text_is_refused(tmp_path: Path) -> None:
    selection = '<PlainTextSelection startPosition="{}" endPosition="{}"><Coding><CodeRef targetGUID="c1"/></Coding></PlainTextSelection>'
    stray = qde().replace('<PlainTextSelection guid="p1"', selection.format(3, 5) * 9 + selection.format(5000, 5010) + '<PlainTextSelection guid="p1"')
    assert "Die Textstelle von 5000 bis 5010 liegt nicht im Text" in refused(tmp_path, {"p.qde": stray, "s1.txt": TEXT})


def test_a_position_that_is_no_number_is_refused(tmp_path: Path) -> None:
    assert "startPosition ist »-1«, erwartet eine ganze Zahl ab 0" in refused(tmp_path, {"p.qde": qde().replace('"26"', '"-1"'), "s1.txt": TEXT})


def test_a_file_is_parsed_once_for_all_its_tables(tmp_path: Path) -> None:
    file = project(tmp_path)
    interviews._parsed.cache_clear()
    for table in interviews.COLUMNS:
        read(file, table)
    assert interviews._parsed.cache_info().misses == 1


def test_a_caller_cannot_change_what_is_kept(tmp_path: Path) -> None:
    file = project(tmp_path)
    mine = read(file, "codes")
    mine.loc[0, "Code"] = "anders"
    assert read(file, "codes").loc[0, "Code"] == "Orte"


def test_an_unreadable_member_is_refused(tmp_path: Path) -> None:
    file = project(tmp_path)
    content = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo("project.qde").header_offset + 30 + len("project.qde") + 40
    file.write_bytes(content[:at] + b"\xff\xff\xff" + content[at + 3 :])
    with pytest.raises(DataError, match="kein lesbares Archiv"):
        read(file, "codes")
