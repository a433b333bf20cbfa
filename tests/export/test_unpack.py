import base64
import io
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from workbench.export import unpack


def png(noise=b""):
    raw = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(raw, "PNG")
    content = raw.getvalue()
    end = content.index(b"IEND") - 4
    return content[:end] + noise + content[end:] + b"dahinter"


def chunk(kind, content):
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def test_of_a_picture_everything_but_its_pixels_is_left():
    left = unpack.rest(png(chunk(b"tEXt", b"Author\0Kim")))
    assert len(left) < 200
    assert b"Author\0Kim" in left
    assert left.endswith(b"dahinter")


def test_a_picture_that_is_cut_off_is_left_as_far_as_it_goes():
    torn = png()[:40]
    assert unpack.rest(torn) == torn
    assert unpack.rest(b"\x89PNG\r\n\x1a\n") == b"\x89PNG\r\n\x1a\n"


def test_of_an_archive_what_stands_between_its_members_is_left():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("eins.txt", "x" * 1000)
        archive.comment = b"Bemerkung"
        archive.fp.write(b"dazwischen")
        archive.start_dir = archive.fp.tell()
        archive.writestr("zwei.txt", "y" * 1000)
    left = unpack.rest(raw.getvalue())
    assert b"xxx" not in left
    assert b"yyy" not in left
    for said in (b"eins.txt", b"dazwischen", b"zwei.txt", b"Bemerkung"):
        assert said in left


def test_of_a_pdf_everything_but_whole_streams_is_left():
    packed = zlib.compress(b"Frau Beispiel" * 9)
    data = b"%PDF-1.7\n1 0 obj stream\n" + packed + b"\nendstream dazwischen" + packed[:-6] + b"\nhinter einem zerrissenen"
    assert unpack.rest(data) == data.replace(packed, b"")
    assert list(unpack.streams("a.pdf", data)) == [b"Frau Beispiel" * 9]


def test_any_other_file_is_left_whole():
    assert unpack.rest(b"Text") == b"Text"


LINES = st.sampled_from([b"a" * 59, b"a" * 60, b"a" * 61, b"abcde", b"abcdef", b"_-+/9Z", b"\n", b"\r\n", b"\\n", b" ", b"  ", b".", b"\xe4", b"abc"])


@given(st.lists(LINES, min_size=3).map(b"".join))
def test_in_a_long_file_the_same_runs_may_be_base64_as_in_a_short_one(data):
    assert unpack._long(data + b" " * unpack._LONG) == unpack._BASE64.findall(data)


def test_base64_over_lines_and_for_addresses_is_read_wherever_it_begins():
    name = "Das alles sagte Frau Beispiel mir gestern im großen Haus am Markt, als sie ging.".encode()
    said = base64.b64encode(name + b"\xff\xfe?>")
    for run in (said, said[:64] + b"\n" + said[64:], said[:64] + b"\\n" + said[64:], said.translate(bytes.maketrans(b"+/", b"-_")), b"xyz" + said):
        for filled in (run, run + b" " * unpack._LONG):
            assert any(b"Frau Beispiel" in content for content in unpack.encoded(filled))


def test_what_a_pdf_packs_is_unpacked_once_and_told_from_the_rest():
    packed = zlib.compress(b"Frau Beispiel" * 9)
    data = b"%PDF-1.7\n1 0 obj stream\n" + packed + b"\nendstream"
    assert unpack.apart("a.pdf", data) == (unpack.rest(data), list(unpack.streams("a.pdf", data)))
    assert unpack.apart("a.pdf", b" " + data) == (b" " + data, [b"Frau Beispiel" * 9])
