import io
import zipfile
import zlib

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
