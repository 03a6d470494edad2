"""The offline page and guwah_verify.py say the same, word for word, of whole folders and of spoilt ones."""

from __future__ import annotations

import os
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import guwah_verify
import sealed_anchors as said
import sealed_edition as cast
from guwah.instruments.proofs import editions

Ask = Callable[..., Any]
Script = Callable[..., dict[str, Any]]
KINDS = ("edition", "package", "log")


def first(value: dict[str, Any]) -> tuple[str | None, str | None]:
    fault = value.get("error") or {}
    return fault.get("code"), fault.get("file")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "keys",
    [
        (),
        (cast.LOG_SIGNER.key.vkey,),
        (cast.STRANGER.key.vkey,),
        (said.WITNESS.key.vkey, said.SILENT.key.vkey),
        (cast.EDITION_SIGNER.key.vkey, said.WITNESS.key.vkey),
    ],
)
def test_of_whole_folders(shelves: Path, ask: Ask, script: Script, kind: str, keys: tuple[str, ...]) -> None:
    ours = ask("folder", path=str(shelves / kind), keys=keys)
    assert ours == script(shelves / kind, *keys)
    assert ours["intact"] is not (
        cast.STRANGER.key.vkey in keys or (kind == "log" and cast.EDITION_SIGNER.key.vkey in keys)
    )
    assert ours["existed_by"] == []
    tokens = any("token present, not checked" in text for text in ours["unverified"])
    assert tokens or "error" in ours


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600])
def test_of_logs_of_every_shape(tmp_path: Path, ask: Ask, script: Script, size: int) -> None:
    cast.Log(tuple(cast.entry(number).data for number in range(size))).write(tmp_path)
    ours = ask("folder", path=str(tmp_path))
    assert ours == script(tmp_path)
    assert ours["included"]["size"] == size


def changes(top: Path, share: int) -> Iterator[tuple[Path, int]]:
    """Flip one bit in a seeded sample of the bytes below a folder, one at a time."""
    rng = random.Random(23)  # noqa: S311 - a seeded sample
    for path in sorted(each for each in top.rglob("*") if each.is_file()):
        whole = path.read_bytes()
        for at in range(len(whole)):
            if share == 1 or rng.randrange(share) == 0:
                path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :])
                yield path, at
        path.write_bytes(whole)


@pytest.mark.parametrize("share", [250, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_changed_byte_anywhere(home: Path, ask: Ask, script: Script, kind: str, share: int) -> None:
    tried = 0
    for path, at in changes(home / kind, share):
        ours = ask("folder", path=str(home / kind))
        assert ours == script(home / kind), (path, at)
        assert kind == "log" or ours["intact"] is False
        tried += 1
    assert tried > 1000 / share
    assert ask("folder", path=str(home / kind))["intact"] is True


@pytest.mark.parametrize("each_in_turn", [True, pytest.param(False, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_file_that_is_missing_or_longer_or_empty(
    home: Path, ask: Ask, script: Script, kind: str, each_in_turn: bool
) -> None:
    for number, path in enumerate(sorted(each for each in (home / kind).rglob("*") if each.is_file())):
        whole = path.read_bytes()
        changed = [None, whole + b"\n", whole[:-1], b"", b"\xef\xbb\xbf" + whole]
        for data in [changed[number % 5]] if each_in_turn else changed:
            path.unlink() if data is None else path.write_bytes(data)
            ours = ask("folder", path=str(home / kind))
            assert ours == script(home / kind), (path, data and data[:9])
            path.write_bytes(whole)


def without_proof(top: Path) -> None:
    for path in (top / "proof").glob("*.*"):
        path.unlink()


def link(target: Path, at: Path) -> bool:
    """Put a link there, and say so."""
    at.symlink_to(target)
    return at.is_symlink()


HARM: list[tuple[Callable[[Path], object], str]] = [
    (lambda top: (top / "more.txt").write_bytes(b""), "extra-file"),
    (lambda top: (top / "proof/more.txt").write_bytes(b""), "extra-file"),
    (lambda top: (top / ".hidden").write_bytes(b""), "extra-file"),
    (lambda top: (top / "ev\u202eil.txt").write_bytes(b""), "extra-file"),
    (lambda top: (top / "__proto__").write_bytes(b""), "extra-file"),
    (lambda top: (top / "constructor").mkdir(), "extra-folder"),
    (lambda top: (top / "empty/inside").mkdir(parents=True), "extra-folder"),
    (lambda top: (top / "again.html").symlink_to(top / "index.html"), "link"),
    (lambda top: (top / "copies").symlink_to(top / "records"), "link"),
    (lambda top: os.mkfifo(top / "pipe"), "not-a-file"),
    (lambda top: (top / "INDEX.HTML").write_bytes(b""), "path-collision"),
    (lambda top: (top / "Records").mkdir(), "path-collision"),
    (lambda top: [(top / name).write_bytes(b"") for name in ("stra\u00dfe", "STRASSE")], "path-collision"),
    (lambda top: [(top / name).write_bytes(b"") for name in ("\u0131", "i")], "extra-file"),
    (lambda top: (top / "a\\b").write_bytes(b""), "bad-name"),
    (lambda top: (top / "a\x1b[2Jb").write_bytes(b""), "bad-name"),
    (lambda top: (top / "aux.txt").write_bytes(b""), "bad-name"),
    (lambda top: (top / "dot.").write_bytes(b""), "bad-name"),
    (lambda top: (top / "proof/keys.txt").write_bytes(b"edition x\nlog y\n"), "bad-key"),
    (lambda top: (top / "proof/keys.txt").write_bytes("edition x\u3000y\nlog z\n".encode()), "bad-keys"),
    (lambda top: (top / "proof/keys.txt").write_bytes("edition \ufeffx\nlog z\n".encode()), "bad-key"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b"[" * 100_000), "bad-json"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":' * 100_000), "bad-json"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":1,"a":1}'), "bad-json"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b'{"__proto__":{"package":1}}'), "bad-format"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":' + b"9" * 5000 + b"}"), "bad-json"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":"\xff"}'), "bad-encoding"),
    (lambda top: os.truncate(top / "proof/manifest.json", 1 << 40), "wrong-size"),
    (lambda top: os.truncate(top / "index.html", 1 << 40), "wrong-size"),
    (lambda top: (top / "proof/manifest.sig").write_bytes(b"\n\n"), "bad-note"),
    (lambda top: (top / "proof/log-proof.txt").write_bytes(b"c2sp.org/tlog-proof@v1\n\n"), "bad-proof"),
    (lambda top: (top / "proof/opening.json").write_bytes(b'{"salt":1}'), "bad-member"),
    (lambda top: (top / "proof/log-entry.json").write_bytes(b'{"obj":{}}'), "not-committed"),
    (lambda top: shutil.rmtree(top / "proof/anchors"), "wrong-statement"),
    (lambda top: [(top / "proof").rename(top.parent / "away"), link(Path("/"), top / "proof")], "link"),
    (without_proof, "missing-file"),
]


@pytest.mark.parametrize(("harm", "code"), HARM)
def test_of_a_hostile_folder(
    home: Path, ask: Ask, script: Script, harm: Callable[[Path], object], code: str
) -> None:
    harm(home / "edition")
    ours = ask("folder", path=str(home / "edition"))
    assert ours == script(home / "edition")
    assert code in {fault["code"] for fault in ours["broken"]}


LISTED = {"path": "a", "sha256": "0" * 64, "bytes": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "guwah-edition/2"},
        {"files": {}},
        {"more": 1},
        {"edition": "two words"},
        {"edition": "x" * 129},
        {"files": [{**LISTED, "path": "../outside"}]},
        {"files": [{**LISTED, "path": "/etc/hostname"}]},
        {"files": [{**LISTED, "path": "__proto__"}]},
        {"files": [{**LISTED, "path": "Proof/x"}]},
        {"files": [LISTED, LISTED]},
        {"files": [{**LISTED, "path": "\ue000"}, {**LISTED, "path": "\U00010000"}]},
        {"files": [{**LISTED, "path": "\U00010000"}, {**LISTED, "path": "\ue000"}]},
        {"files": [{**LISTED, "bytes": True}]},
        {"files": [{**LISTED, "bytes": 10**16}]},
        {"files": [{**LISTED, "bytes": 10**17}]},
        {"files": [{**LISTED, "bytes": -1}]},
        {"files": [{**LISTED, "sha256": "A" * 64}]},
        {"files": [1, None, []]},
    ],
)
def test_of_a_hostile_publisher(home: Path, ask: Ask, script: Script, change: dict[str, Any]) -> None:
    top = home / "edition"
    value = guwah_verify.parse_json((top / editions.MANIFEST).read_bytes(), "x")
    (top / editions.MANIFEST).write_bytes(guwah_verify.as_json({**value, **change}))
    ours = ask("folder", path=str(top))
    assert ours == script(top)
    assert ours["intact"] is False


def opened_with(size: object, folder: Path) -> None:
    """A package whose item's opening says its size as `size`, in the log as the number it stands for."""
    said.write_package(folder, folder.parent / "clocks")
    path = folder / "proof/items/item-4.wav/opening.json"
    told = guwah_verify.parse_json(path.read_bytes(), "x")
    path.write_bytes(guwah_verify.as_json({**told, "value": {**told["value"], "size": size}}))


@pytest.mark.parametrize("size", [True, "204", None, 203])
def test_of_an_opening_that_is_nearly_right(tmp_path: Path, ask: Ask, script: Script, size: object) -> None:
    opened_with(size, tmp_path / "package")
    ours = ask("folder", path=str(tmp_path / "package"))
    assert ours == script(tmp_path / "package")
    assert first(ours) == ("wrong-opening", "proof/items/item-4.wav/opening.json")


def test_of_witnesses_nobody_knows_and_false_ones(home: Path, ask: Ask, script: Script) -> None:
    cosigned = home / "log/anchors/3/cosigned"
    whole = cosigned.read_text()
    for added in (cast.STRANGER.signature_line("anything\n"), whole.splitlines()[-1] + "\n", "\u2014 x y\n"):
        cosigned.write_text(whole + added)
        assert ask("folder", path=str(home / "log")) == script(home / "log")
    cosigned.write_text(whole)
    (home / "log/anchors/3/cosigners").write_text(f"{said.WITNESS.key.vkey}\r\n\u2028{said.SILENT.key.vkey}")
    assert ask("folder", path=str(home / "log")) == script(home / "log")


@pytest.mark.parametrize("there", [[], ["picture.png"], ["checkpoint"], ["tile/0/000"]])
def test_of_what_is_nothing_we_know(tmp_path: Path, ask: Ask, script: Script, there: list[str]) -> None:
    cast.write_files(tmp_path, dict.fromkeys(there, b""))
    ours, theirs = ask("folder", path=str(tmp_path)), script(tmp_path)
    assert set(ours) == set(theirs) == {"error"}
    assert first(ours) == first(theirs)


def test_of_a_folder_and_of_its_archive(home: Path, ask: Ask, script: Script) -> None:
    for kind in KINDS:
        for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            with zipfile.ZipFile(home / "a.zip", "w", compression) as archive:
                for path in sorted((home / kind).rglob("*")):
                    archive.write(path, f"top/{path.relative_to(home / kind)}")
            assert ask("archive", path=str(home / "a.zip")) == script(home / kind)
