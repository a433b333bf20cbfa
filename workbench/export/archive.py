"""Archives without a clock: what Office documents are made of."""

import io
import zipfile
from collections.abc import Mapping

_PACKED = (".png", ".jpg", ".jpeg")  # these are packed already
_READABLE = 0o100644 << 16  # a plain file that everybody may read


def packed(files: Mapping[str, bytes]) -> bytes:
    """Archive of files without a clock; the same on every system.

    Parameters
    ----------
    files
        Contents by name.

    Returns
    -------
    bytes
        ZIP.
    """
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)  # of 1980, the first year that a ZIP can name
            member.create_system, member.external_attr = 3, _READABLE  # 3: rights as on Unix
            archive.writestr(member, content, zipfile.ZIP_STORED if name.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED)
    return raw.getvalue()


def timeless(content: bytes) -> bytes:
    """Archive with the same files, without a clock."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})
