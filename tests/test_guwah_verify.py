from __future__ import annotations

import ast
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import guwah_verify
import sealed_edition as cast
from guwah.instruments.proofs import checkpoints, editions, notes
from guwah.instruments.proofs.manifests import check_path

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = Path(guwah_verify.__file__)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a stranger would: alone, without site packages or environment."""
    command = [sys.executable, "-I", "-S", str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert "Traceback" not in done.stderr
    return done


def result(path: Path, *keys: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Run the program in this process and return exit code and JSON."""
    options = [option for key in keys for option in ("--key", key)]
    code = guwah_verify.main([str(path), "--json", *options])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert value.get("intact", False) is (code == 0)
    return code, value


def codes(value: dict[str, Any]) -> set[str]:
    return {fault["code"] for fault in value["broken"]}


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return cast.write_edition(tmp_path / "edition")


def test_a_whole_edition_is_intact_for_a_stranger(edition: Path) -> None:
    done = run(edition, "--json")
    value = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(value) == {
        "intact",
        "included",
        "signed_by",
        "existed_by",
        "witnessed",
        "redacted",
        "unverified",
    }
    assert value["intact"] is True
    assert value["included"] == {"origin": cast.LOG_SIGNER.name, "index": 3, "size": 6}
    assert [(key["role"], key["vkey"], key["compared"]) for key in value["signed_by"]] == [
        ("edition", cast.EDITION_SIGNER.key.vkey, False),
        ("log", cast.LOG_SIGNER.key.vkey, False),
    ]
    assert value["signed_by"][0]["words"] == cast.EDITION_SIGNER.key.words
    assert (value["existed_by"], value["witnessed"], value["redacted"]) == ([], [], None)
    assert any(
        cast.LOG_SIGNER.key.words in text and "another channel" in text for text in value["unverified"]
    )


def test_it_tells_each_thing_apart_in_words(edition: Path) -> None:
    done = run(edition)
    assert done.returncode == 0
    heads = [line.split("  ")[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert heads == [
        "INTACT",
        "INCLUDED",
        "SIGNED BY",
        "SIGNED BY",
        "EXISTED BY",
        "WITNESSED",
        "REDACTED",
        "UNVERIFIED",
    ]
    assert "EXISTED BY  none" in done.stdout
    assert "WITNESSED   0 of 0 known witnesses" in done.stdout
    assert "REDACTED    not part of this version" in done.stdout
    assert cast.EDITION_SIGNER.key.words in done.stdout
    assert "compared: False" in done.stdout


@pytest.mark.parametrize("signer", [cast.EDITION_SIGNER, cast.LOG_SIGNER])
def test_either_key_can_be_compared(
    edition: Path, signer: notes.NoteSigner, capsys: pytest.CaptureFixture[str]
) -> None:
    code, value = result(edition, signer.key.vkey, capsys=capsys)
    assert code == 0
    assert {key["vkey"] for key in value["signed_by"] if key["compared"]} == {signer.key.vkey}
    assert not any("another channel" in text for text in value["unverified"])


def test_another_key_than_the_given_one_is_broken(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, value = result(edition, cast.STRANGER.key.vkey, capsys=capsys)
    assert code == 1
    assert codes(value) == {"other-key"}
    assert value["error"]["code"] == "other-key"
    assert set(value["error"]) == {"code", "message", "file", "line", "column", "offset"}


@pytest.mark.parametrize("change", [1, *(pytest.param(bit, marks=pytest.mark.slow) for bit in (4, 32, 128))])
def test_no_changed_byte_anywhere_passes(
    edition: Path, change: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same signature over the same text is asked for thousands of times; its answer is remembered.
    monkeypatch.setattr(guwah_verify, "ed25519_holds", functools.cache(guwah_verify.ed25519_holds))
    checked = 0
    for path in sorted(each for each in edition.rglob("*") if each.is_file()):
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
            assert guwah_verify.main([str(edition), "--json"]) == 1, (path.name, at)
            checked += 1
        path.write_bytes(whole)
        capsys.readouterr()
    assert checked > 1500
    assert guwah_verify.main([str(edition)]) == 0


def test_no_added_or_missing_byte_passes(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(each for each in edition.rglob("*") if each.is_file()):
        whole = path.read_bytes()
        changes = [whole + b"\n", whole + b"\x00", whole + whole, b"\n" + whole, b"\xef\xbb\xbf" + whole]
        for changed in [*changes, whole[:-1], whole[1:], b""]:
            if changed != whole:
                path.write_bytes(changed)
                assert result(edition, capsys=capsys)[0] == 1, (path.name, changed[:9])
        path.write_bytes(whole)


def test_no_file_can_be_removed(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(each for each in edition.rglob("*") if each.is_file()):
        whole = path.read_bytes()
        path.unlink()
        code, value = result(edition, capsys=capsys)
        assert code == 1
        assert "missing-file" in codes(value)
        path.write_bytes(whole)


def test_files_cannot_be_swapped_renamed_or_copied(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = edition / "index.html", edition / "records/1/words.txt"
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert codes(result(edition, capsys=capsys)[1]) <= {"changed-file", "wrong-size"}
    first.write_bytes(one)
    second.write_bytes(two)
    second.rename(edition / "records/1/word.txt")
    assert codes(result(edition, capsys=capsys)[1]) == {"missing-file", "extra-file"}
    (edition / "records/1/word.txt").rename(second)
    shutil.copy(first, edition / "index (1).html")
    assert codes(result(edition, capsys=capsys)[1]) == {"extra-file"}


def link(target: Path, at: Path) -> bool:
    """Put a link there, and say so."""
    at.unlink(missing_ok=True)
    at.symlink_to(target)
    return at.is_symlink()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda top: (top / "more.txt").write_bytes(b""), "extra-file"),
        (lambda top: (top / "proof/more.txt").write_bytes(b""), "extra-file"),
        (lambda top: (top / ".hidden").write_bytes(b""), "extra-file"),
        (lambda top: (top / "empty").mkdir(), "extra-folder"),
        (lambda top: link(top / "index.html", top / "again.html"), "link"),
        (lambda top: link(Path("/etc/hostname"), top / "index.html"), "link"),
        (lambda top: link(top / "records", top / "copies"), "link"),
        (lambda top: link(top, top / "records/loop"), "link"),
        (lambda top: os.mkfifo(top / "pipe"), "not-a-file"),
        (lambda top: (top / "INDEX.HTML").write_bytes(b""), "path-collision"),
        (lambda top: (top / "Records").mkdir(), "path-collision"),
        (lambda top: (top / "a\\b").write_bytes(b""), "bad-name"),
        (lambda top: (top / "a\x1b[2Jb").write_bytes(b""), "bad-name"),
        (lambda top: (top / "aux.txt").write_bytes(b""), "bad-name"),
        (lambda top: (top / "dot.").write_bytes(b""), "bad-name"),
        (lambda top: Path(os.fsdecode(bytes(top) + b"/\xff\xfe")).write_bytes(b""), "bad-name"),
        (lambda top: (top / "proof/keys.txt").write_bytes(b""), "bad-keys"),
        (lambda top: (top / "proof/keys.txt").write_bytes(b"edition x\nlog y\n"), "bad-key"),
        (lambda top: (top / "proof/manifest.json").write_bytes(b"[" * 100_000), "bad-json"),
        (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":1,"a":1}'), "bad-json"),
        (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":NaN}'), "bad-json"),
        (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":1.5}'), "bad-json"),
        (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":' + b"9" * 5000 + b"}"), "bad-json"),
        (lambda top: (top / "proof/manifest.json").write_bytes(b'{"a":"\xff"}'), "bad-encoding"),
        (lambda top: (top / "proof/manifest.json").write_bytes(b"[]"), "bad-json"),
        (lambda top: os.truncate(top / "proof/manifest.json", 1 << 40), "wrong-size"),
        (lambda top: os.truncate(top / "index.html", 1 << 40), "wrong-size"),
        (lambda top: os.truncate(top / "proof/manifest.sig", 1 << 30), "wrong-size"),
        (lambda top: (top / "proof/manifest.sig").write_bytes(b"\n\n"), "bad-note"),
        (lambda top: (top / "proof/log-proof.txt").write_bytes(b"c2sp.org/tlog-proof@v1\n\n"), "bad-proof"),
        (lambda top: (top / "proof/opening.json").write_bytes(b'{"salt":1}'), "bad-member"),
        (lambda top: (top / "proof/log-entry.json").write_bytes(b'{"obj":{}}'), "not-committed"),
        (lambda top: (top / "proof").rename(top.parent / "away") and link(Path("/"), top / "proof"), "link"),
        (lambda top: (top / "proof").rename(top.parent / "away") and (top / "proof").mkdir(), "missing-file"),
    ],
)
def test_a_hostile_folder_is_broken_and_never_a_traceback(
    edition: Path, spoil: Callable[[Path], object], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(edition)
    exit_code, value = result(edition, capsys=capsys)
    assert exit_code == 1
    assert code in codes(value)
    words = run(edition)
    assert words.returncode == 1
    assert words.stdout.startswith("INTACT      NO")
    assert "\x1b" not in words.stdout
    assert words.stdout.isascii()


def resigned(edition: Path, data: bytes, signer: notes.NoteSigner = cast.EDITION_SIGNER) -> None:
    """Put another manifest in place, signed, as a hostile publisher would."""
    (edition / editions.MANIFEST).write_bytes(data)
    value = json.loads(data.decode("utf-8", "surrogatepass"))
    digest = hashlib.sha256(data).hexdigest()
    text = f"guwah-edition/1\nedition {value.get('edition')}\nmanifest sha256:{digest}\n"
    text += f"log {cast.LOG_SIGNER.key.vkey}\n"
    (edition / editions.SIGNATURE).write_bytes(signer.sign(text))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "guwah-edition/2"}, "bad-format"),
        ({"files": {}}, "bad-format"),
        ({"more": 1}, "bad-format"),
        ({"edition": "two words"}, "bad-member"),
        ({"files": [{"path": "../outside", "sha256": "0" * 64, "bytes": 1}]}, "missing-file"),
        ({"files": [{"path": "/etc/hostname", "sha256": "0" * 64, "bytes": 1}]}, "missing-file"),
        ({"files": [{"path": "\ud800", "sha256": "0" * 64, "bytes": 1}]}, "bad-encoding"),
        ({"files": [{"path": "proof/keys.txt", "sha256": "0" * 64, "bytes": 1}]}, "bad-member"),
        ({"files": [{"path": "Proof/x", "sha256": "0" * 64, "bytes": 1}]}, "bad-member"),
        ({"files": [{"path": "a", "sha256": "0" * 64, "bytes": 1}] * 2}, "bad-order"),
        ({"files": [{"path": 1, "sha256": "0" * 64, "bytes": 1}]}, "bad-member"),
        ({"files": [{"path": "a", "sha256": "0" * 63, "bytes": 1}]}, "bad-member"),
        ({"files": [{"path": "a", "sha256": "0" * 64, "bytes": True}]}, "bad-member"),
        ({"files": [1]}, "bad-member"),
    ],
)
def test_a_hostile_publisher_gets_no_further(
    edition: Path, change: dict[str, Any], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    value = json.loads((edition / editions.MANIFEST).read_bytes())
    resigned(edition, guwah_verify.as_json({**value, **change}))
    assert code in codes(result(edition, capsys=capsys)[1])


def test_a_new_manifest_needs_a_new_log_entry(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = cast.manifest({**cast.FILES, "index.html": b"another text"})
    (edition / "index.html").write_bytes(b"another text")
    resigned(edition, other.data)
    code, value = result(edition, capsys=capsys)
    assert code == 1
    assert codes(value) == {"wrong-opening"}
    assert value["included"] is None
    assert [key["role"] for key in value["signed_by"]] == ["edition"]


def test_an_opening_of_another_entry_does_not_help(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opening = editions.edition_opening(cast.manifest(), cast.EDITION_SIGNER.key, bytes(32))
    (edition / editions.OPENING).write_bytes(opening.data)
    assert codes(result(edition, capsys=capsys)[1]) == {"not-committed"}


def test_an_entry_that_is_not_in_the_log_is_found(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opening = editions.edition_opening(cast.manifest(), cast.EDITION_SIGNER.key, cast.SALT)
    (edition / editions.ENTRY).write_bytes(cast.entry(1, (opening.commitment,)).data)
    assert codes(result(edition, capsys=capsys)[1]) == {"not-included"}


def test_a_signature_for_another_log_is_not_taken(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = f"edition {cast.EDITION_SIGNER.key.vkey}\nlog {cast.STRANGER.key.vkey}\n"
    (edition / editions.KEYS).write_text(keys)
    assert codes(result(edition, capsys=capsys)[1]) == {"wrong-statement", "bad-signature"}


def test_a_checkpoint_of_another_name_or_more_lines_is_not_taken(
    edition: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = checkpoints.LoggedProof.parse((edition / editions.LOG_PROOF).read_bytes())
    text = proof.checkpoint.decode().split("\n\n")[0] + "\n"
    for changed in (text + "an extension line\n", "another/log\n" + text.split("\n", 1)[1]):
        note = cast.LOG_SIGNER.sign(changed)
        (edition / editions.LOG_PROOF).write_bytes(
            checkpoints.LoggedProof(proof.index, proof.hashes, note).data
        )
        assert codes(result(edition, capsys=capsys)[1]) == {"bad-checkpoint"}


def test_a_cosignature_by_an_unknown_key_is_told_and_spoils_nothing(
    edition: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edition / editions.LOG_PROOF
    path.write_bytes(path.read_bytes() + cast.STRANGER.signature_line("anything\n").encode())
    code, value = result(edition, capsys=capsys)
    assert code == 0
    assert value["witnessed"] == []
    assert any("key not known here" in text for text in value["unverified"])


def test_files_may_lie_in_the_other_normal_form_on_the_disk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = cast.write_edition(tmp_path, {"café.txt": b"bread"})
    (edition / "café.txt").rename(edition / "cafe\u0301.txt")
    assert result(edition, capsys=capsys)[0] == 0


def test_an_edition_by_one_key_alone_is_intact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = cast.manifest({})
    opening = editions.edition_opening(manifest, cast.LOG_SIGNER.key, cast.SALT)
    entry = cast.entry(1, (opening.commitment,)).data
    logged = editions.Logged(entry, cast.Log((entry,)).proof(0), cast.LOG_SIGNER.key)
    cast.write_files(tmp_path, editions.build_proof(manifest, cast.LOG_SIGNER, opening, logged))
    code, value = result(tmp_path, cast.LOG_SIGNER.key.vkey, capsys=capsys)
    assert code == 0
    assert value["included"] == {"origin": cast.LOG_SIGNER.name, "index": 0, "size": 1}


def test_the_checker_may_be_part_of_the_edition(tmp_path: Path) -> None:
    edition = cast.write_edition(tmp_path, {**cast.FILES, "guwah_verify.py": PROGRAM.read_bytes()})
    command = [sys.executable, "-I", "-S", str(edition / "guwah_verify.py"), str(edition)]
    for _ in range(2):
        assert subprocess.run(command, capture_output=True, check=False, env={}).returncode == 0


@pytest.mark.parametrize("kind", ["nothing", "file", "empty", "other", "\x00"])
def test_what_is_neither_edition_nor_log_is_unreadable(tmp_path: Path, kind: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/picture.png").write_bytes(b"")
    if "\x00" in kind:
        assert guwah_verify.main([kind]) == 3
        return
    done = run(tmp_path / kind, "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] in {"not-a-folder", "nothing-to-check"}
    assert run(tmp_path / kind).stdout.startswith("UNREADABLE")


def test_what_may_not_be_read_is_unreadable(
    edition: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "read", refuse)
    code, value = result(edition, capsys=capsys)
    assert code == 3
    assert value["error"]["code"] == "unreadable"


def test_a_file_that_shrinks_while_it_is_read_is_broken(
    edition: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = os.read
    monkeypatch.setattr(
        os, "read", lambda handle, size: real(handle, size)[:-1] if size == 53 else real(handle, size)
    )
    assert len(cast.FILES["index.html"]) == 53
    assert "changed-file" in codes(result(edition, capsys=capsys)[1])


@pytest.mark.parametrize("arguments", [(), (".", "--key", "nonsense"), (".", "--nonsense")])
def test_wrong_use_is_told(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "wrong-use"
    assert run(*arguments).stdout == ""


def test_a_reader_who_stops_listening_is_no_trouble(edition: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-I", "-S", str(PROGRAM), str(edition)]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False, env={})
    os.close(write)
    assert done.returncode == 0
    assert done.stderr == b""


def test_it_is_one_file_of_the_standard_library_and_not_too_long() -> None:
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) <= 700
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_the_checker_and_the_builder_agree_on_names() -> None:
    for path in ("a.txt", "نان/ä.html", "con", "a:b", "dot.", "a\\b", "nul.txt", "b |"):
        name = path.rsplit("/", 1)[-1]
        strange = bool(guwah_verify.NOT_A_NAME.search(name) or guwah_verify.DEVICE.match(name))
        try:
            check_path(path)
        except ValueError:
            assert strange, path
        else:
            assert not strange, path
