"""The tag files of a bag (RFC 8493, BagIt 1.0): any tool that knows bags can check what we hand out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.proofs.manifests import FileEntry

PAYLOAD: Final = "data/"
_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# RFC 8493 section 2.1.3: these stand percent-encoded in a manifest.
_ENCODED: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})


def tag_files(payload: Iterable[FileEntry], date: str) -> dict[str, bytes]:
    """Return declaration, description and the two manifests by path.

    Args:
        payload: Every file below `data/`.
        date: The day of bagging, `YYYY-MM-DD`.
    """
    files = sorted(payload, key=lambda each: each.path.encode())
    octets = sum(each.size for each in files)
    info = f"Bagging-Date: {date}\nPayload-Oxum: {octets}.{len(files)}\n"
    listed = "".join(f"{each.sha256}  {each.path.translate(_ENCODED)}\n" for each in files)
    tags = {
        "bag-info.txt": info.encode(),
        "bagit.txt": _DECLARATION,
        "manifest-sha256.txt": listed.encode(),
    }
    digests = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in tags.items())
    return {**tags, "tagmanifest-sha256.txt": digests.encode()}
