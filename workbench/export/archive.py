"""Archives without a clock: what Office documents are made of."""

import io
import zipfile
from collections.abc import Mapping

PICTURES = (".png", ".jpg", ".jpeg", ".svg")


def packed(files: Mapping[str, bytes]) -> bytes:
    """Archive of files without a clock; pictures are packed already.

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
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name.lower().endswith(PICTURES) else zipfile.ZIP_DEFLATED)
    return raw.getvalue()
