"""The pure rooms by a list of what they may import, where import-linter holds a list of what they may not.

Nothing here reads a clock, asks a network or a database, draws lots, or opens a file of its own accord.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOM = Path(__file__).resolve().parents[2] / "src/guwah/instruments"

# A name stands for itself and what lies beneath it; what is not here has to be argued for.
STANDARD = {
    # Words of the language and shapes of values: they do nothing by themselves.
    "__future__", "collections", "contextlib", "dataclasses", "enum", "functools", "itertools", "operator",
    "types", "typing",
    # Arithmetic on bytes and characters.
    "base64", "binascii", "bisect", "codecs", "csv", "decimal", "difflib", "fractions", "hashlib", "html",
    "json", "re", "struct", "unicodedata", "urllib.parse",
    # Days and times that are given; those that ask the clock are in IMPURE.
    "datetime",
    # Letters as bytes: what parses them. Its helpers that know the time or the host are not among these.
    "email.errors", "email.header", "email.message.Message", "email.parser", "email.policy",
    "email.utils.parsedate_tz",
    # Archives and streams that are given; no module but the one door has a path to open.
    "gzip", "io", "zipfile", "zlib",
    # Paths as text, and the bits of a file's kind.
    "pathlib.PurePosixPath", "posixpath", "stat",
    # The word lists that are shipped in the package itself.
    "importlib.resources",
}  # fmt: skip
OTHERS = {
    # Signatures over given bytes, and certificates as values. `generate`, which draws keys, is in IMPURE.
    "cryptography.exceptions", "cryptography.x509", "cryptography.hazmat.primitives.serialization",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    # Checks a time stamp against given certificates; asks nobody.
    "rfc3161_client.VerificationError", "rfc3161_client.VerifierBuilder",
    "rfc3161_client.decode_timestamp_response",
    # Canonical JSON (RFC 8785): a value in, bytes out.
    "rfc8785",
    # Builds a document in memory from a template that lies in its own package; the reader does not use it.
    "docx.Document", "docx.oxml.OxmlElement",
    # Typesets a given page into bytes; of the disk it reads fonts, and writes nothing.
    "typst.Fonts", "typst.compile",
    # Readings of Chinese characters, from lists that lie in its own package.
    "pypinyin.Style", "pypinyin.lazy_pinyin", "pypinyin.pinyin", "pypinyin.seg.mmseg.seg",
    # Parses bytes of XML: the reader's parser forbids entities, DTDs and the network.
    "lxml.etree",
    "guwah.instruments",
}  # fmt: skip
# `read_file` is the one door for a caller who names a file; its neighbours take bytes.
ONE_DOOR = {"transcripts/read.py": {"os", "pathlib.Path"}}
IMPURE = {
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today",
    "cryptography.hazmat.primitives.asymmetric.ed25519.Ed25519PrivateKey.generate",
    "codecs.open", "io.FileIO", "io.open", "io.open_code", "zipfile.Path",
    "lxml.etree.parse",
    "open", "input", "eval", "exec", "__import__", "breakpoint",
}  # fmt: skip


def impure(source: str, besides: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """Return what a module imports from outside the list, and what it names of the clock or the disk."""
    tree = ast.parse(source)
    meant = dict(imported(tree))
    allowed = STANDARD | OTHERS | besides
    found = [name for name in meant.values() if not beneath(name, allowed)]
    names = (written(node, meant) for node in ast.walk(tree))
    return [*found, *(name for name in names if name in IMPURE)]


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each imported name as the module writes it, and what it stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield each.asname or each.name, each.name
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                yield each.asname or each.name, f"{'.' * node.level}{node.module or ''}.{each.name}"


def written(node: ast.AST, meant: dict[str, str]) -> str:
    """Return the whole name of an expression like `d.now`, through `import … as`; empty for any other."""
    if isinstance(node, ast.Name):
        return meant.get(node.id, node.id if isinstance(node.ctx, ast.Load) else "")
    if isinstance(node, ast.Attribute):
        before = written(node.value, meant)
        return before and f"{before}.{node.attr}"
    return ""


def beneath(name: str, allowed: set[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:count]) in allowed for count in range(1, len(parts) + 1))


@pytest.mark.parametrize("module", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_a_pure_module_imports_and_asks_only_what_is_pure(module: Path) -> None:
    besides = ONE_DOOR.get(module.relative_to(ROOM).as_posix(), set())
    assert impure(module.read_text("utf-8"), besides) == []


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("import time", "time"),
        ("from time import time as since", "time.time"),
        ("import urllib.request", "urllib.request"),
        ("from urllib import request", "urllib.request"),
        ("import importlib", "importlib"),
        ("import asyncio", "asyncio"),
        ("from pathlib import Path", "pathlib.Path"),
        ("from email import utils", "email.utils"),
        ("from email.utils import formatdate", "email.utils.formatdate"),
        ("from guwah.vault import keys", "guwah.vault.keys"),
        ("from ..vault import keys", "..vault.keys"),
        ("def f():\n    import os\n", "os"),
        ("from datetime import datetime\nf = datetime.now\n", "datetime.datetime.now"),
        ("from datetime import datetime as d, UTC\nd.now(UTC)\n", "datetime.datetime.now"),
        ("import datetime as d\nd.date.today()\n", "datetime.date.today"),
        ("import io\nio.open('x')\n", "io.open"),
        ("open('x')", "open"),
        ("from lxml import etree\netree.parse('x')\n", "lxml.etree.parse"),
    ],
)
def test_an_impure_line_is_caught(source: str, named: str) -> None:
    assert named in impure(source)


def test_a_pure_line_passes() -> None:
    assert (
        impure("from datetime import date\nimport json\nx = json.loads('{}').open()\ndate(2020, 1, 2)") == []
    )
