"""What others say, through the checker: time stamps, witnesses, and packages that carry them."""

from __future__ import annotations

import functools
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import guwah_verify
import sealed_anchors as said
import sealed_edition as cast
from authority import make_authority, unordered
from guwah.instruments.proofs import editions
from guwah.instruments.proofs.anchors import anchors_line
from guwah.instruments.proofs.checkpoints import Checkpoint
from guwah.instruments.proofs.timestamps import Token, request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BROKEN, INTACT = 1, 0


@pytest.fixture(scope="module")
def clocks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clocks")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, clocks: Path) -> Path:
    """An edition, a package and a log, written once and copied for each test."""
    home = tmp_path_factory.mktemp("made")
    said.write_edition(home / "edition", clocks)
    said.write_package(home / "package", clocks)
    said.write_log(home / "log", clocks)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def root(clocks: Path, tmp_path: Path) -> str:
    """The authority's own root, got elsewhere."""
    path = tmp_path / "root.pem"
    path.write_bytes(said.authority(clocks).root.pem)
    return str(path)


def result(path: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = guwah_verify.main([str(path), "--json", *options])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


def codes(value: dict[str, Any]) -> set[str]:
    return {fault["code"] for fault in value.get("broken", [])}


def resign(edition: Path) -> None:
    """Sign the anchors as they lie there, as a hostile publisher would."""
    kind = "package" if (edition / "bagit.txt").exists() else "edition"
    text = (edition / editions.SIGNATURE).read_text().split("\n\n")[0].split("anchors sha256")[0].rstrip("\n")
    beside = {
        str(path.relative_to(edition)): path.read_bytes()
        for path in (edition / "proof/anchors").rglob("*")
        if path.is_file()
    }
    line = "".join(anchors_line(beside))
    assert kind in text
    (edition / editions.SIGNATURE).write_bytes(cast.EDITION_SIGNER.sign(f"{text}\n{line}"))


@pytest.mark.parametrize(("kind", "sizes"), [("edition", [4, 6]), ("package", [2]), ("log", [3])])
def test_stamps_and_witnesses_are_told_with_time_and_name(
    home: Path, kind: str, sizes: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    code, value = result(home / kind, capsys=capsys)
    assert (code, value.get("broken")) == (INTACT, None)
    assert [each["size"] for each in value["existed_by"]] == sizes
    for each in value["existed_by"]:
        assert each["by"] == "Tallow Bridge Clock Root"
        assert each["time"].endswith("Z")
        assert each["compared"] is False
        assert len(each["certificates"]) == 1
    assert [(each["vkey"], each["size"]) for each in value["witnessed"]] == [
        (said.WITNESS.key.vkey, size) for size in sizes
    ]
    assert {each["time"] for each in value["witnessed"]} == {"2023-11-14T22:13:20Z"}
    assert any("its root lies beside it" in text for text in value["unverified"])
    assert any("no witness you know" in text for text in value["unverified"])
    words = guwah_verify.main([str(home / kind)]), capsys.readouterr().out
    assert "WITNESSED   1 of 1 known witnesses" in words[1]
    assert "by: Tallow Bridge Clock Root" in words[1]


def test_roots_and_witnesses_the_reader_knows_are_told_as_compared(
    home: Path, root: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = [option for key in (said.WITNESS.key.vkey, said.SILENT.key.vkey) for option in ("--key", key)]
    code, value = result(home / "edition", "--root", root, *keys, capsys=capsys)
    assert code == INTACT
    assert [each["compared"] for each in value["existed_by"]] == [True, True]
    assert [each["compared"] for each in value["witnessed"]] == [True, True]
    assert any(said.SILENT.key.name in text for text in value["unverified"])
    assert not any("root" in text or "no witness" in text for text in value["unverified"])
    assert guwah_verify.main([str(home / "edition"), *keys]) == INTACT
    assert "1 of 2 known witnesses" in capsys.readouterr().out


def test_without_openssl_a_stamp_is_present_and_not_checked(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    code, value = result(home / "edition", capsys=capsys)
    assert (code, value["existed_by"]) == (INTACT, [])
    told = [text for text in value["unverified"] if "token present, not checked, no openssl" in text]
    assert len(told) == 2
    assert guwah_verify.main([str(home / "edition")]) == INTACT
    assert "EXISTED BY  none" in capsys.readouterr().out


def test_an_openssl_that_never_answers_is_none(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("openssl", 20)

    monkeypatch.setattr(subprocess, "run", hang)
    assert result(home / "edition", capsys=capsys)[1]["existed_by"] == []


def test_another_root_does_not_make_a_stamp_good_or_the_folder_broken(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(make_authority(tmp_path / "other").root.pem)
    code, value = result(home / "edition", "--root", str(other), capsys=capsys)
    assert (code, value["existed_by"]) == (INTACT, [])
    assert any("no root you gave fits" in text for text in value["unverified"])
    code, value = result(home / "edition", "--root", str(tmp_path / "none.pem"), capsys=capsys)
    assert (code, value["existed_by"]) == (INTACT, [])


def swap_root(top: Path, tmp: Path) -> None:
    pem = make_authority(tmp / "swap").root.pem
    for path in top.rglob("*.pem"):
        path.write_bytes(pem)


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda top, _: (top / "proof/anchors/4/stamp-1.tst").write_bytes(b"0\x80"), "bad-stamp"),
        (lambda top, _: (top / "proof/anchors/4/stamp-1.tst").write_bytes(b""), "bad-stamp"),
        (
            lambda top, _: shutil.copy(
                top / "proof/anchors/6/stamp-1.tst", top / "proof/anchors/4/stamp-1.tst"
            ),
            "wrong-stamp",
        ),
        (swap_root, "bad-stamp"),
        (
            lambda top, _: (top / "proof/anchors/4/cosigners").write_text(f"{said.SILENT.key.vkey}\n"),
            "",
        ),
        (lambda top, _: (top / "proof/anchors/4/cosigners").write_text("x\n"), "bad-key"),
        (
            lambda top, _: shutil.copy(top / "proof/anchors/6/cosigned", top / "proof/anchors/4/cosigned"),
            "other-history",
        ),
        (
            lambda top, _: shutil.copy(
                top / "proof/anchors/6/checkpoint", top / "proof/anchors/4/checkpoint"
            ),
            "other-history",
        ),
        (lambda top, _: (top / "proof/anchors/4").rename(top / "proof/anchors/5"), "other-history"),
        (lambda top, _: (top / "proof/anchors/4/log-proof.txt").unlink(), "missing-file"),
        (lambda top, _: (top / "proof/anchors/4/more.txt").write_bytes(b"x"), "extra-file"),
    ],
)
def test_anchors_that_do_not_hold_are_broken_even_when_the_publisher_signed_them(
    home: Path,
    tmp_path: Path,
    harm: Callable[[Path, Path], object],
    code: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    harm(home / "edition", tmp_path)
    assert "wrong-statement" in codes(result(home / "edition", capsys=capsys)[1])
    resign(home / "edition")
    exit_code, value = result(home / "edition", capsys=capsys)
    assert codes(value) == ({code} if code else set())
    assert exit_code == (BROKEN if code else INTACT)
    if not code:
        assert any("key not known here" in text for text in value["unverified"])


def test_a_witness_who_signed_something_else_is_broken(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "log/anchors/3/cosigned"
    line = (
        f"— {said.WITNESS.name} "
        + said.WITNESS.cosign(Checkpoint("guwah/elsewhere", 1, bytes(32)), 5).split(" ")[-1]
    )
    path.write_text((home / "log/anchors/3/checkpoint").read_text() + line)
    code, value = result(home / "log", capsys=capsys)
    assert (code, codes(value)) == (BROKEN, {"bad-cosignature"})


def test_anchors_left_out_or_added_by_others_are_noticed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(home / "edition/proof/anchors/4")
    assert codes(result(home / "edition", capsys=capsys)[1]) == {"wrong-statement"}
    shutil.rmtree(home / "edition/proof/anchors")
    assert codes(result(home / "edition", capsys=capsys)[1]) == {"wrong-statement"}


def test_an_anchor_of_another_history_of_the_log_is_broken(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = cast.Log(tuple(cast.entry(number + 9).data for number in range(5)))
    (home / "log/anchors/3/checkpoint").write_bytes(said.note_at(log, 3))
    assert codes(result(home / "log", capsys=capsys)[1]) == {"other-history"}


def test_anchors_beyond_the_checkpoint_are_loose_files(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "log/anchors/3").rename(home / "log/anchors/9")
    code, value = result(home / "log", capsys=capsys)
    assert (code, value["existed_by"]) == (INTACT, [])
    assert any(text.startswith("5 file(s)") for text in value["unverified"])


# --- Packages ----------------------------------------------------------------------------------------------
def test_a_package_tells_for_whom_and_what_for(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, value = result(home / "package", "--key", cast.EDITION_SIGNER.key.vkey, capsys=capsys)
    assert code == INTACT
    assert value["package"] == {
        "purpose": "a hearing",
        "recipients": [{"key": "age1x", "name": "The court"}],
    }
    assert [(each["role"], each["compared"]) for each in value["signed_by"]] == [
        ("package", True),
        ("log", False),
    ]
    assert guwah_verify.main([str(home / "package")]) == INTACT
    assert "purpose: a hearing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda top: (top / "proof/items/item-4.wav/opening.json").unlink(), "missing-file"),
        (lambda top: shutil.rmtree(top / "proof/items"), "missing-file"),
        (
            lambda top: shutil.copy(top / "proof/opening.json", top / "proof/items/item-4.wav/opening.json"),
            "wrong-opening",
        ),
        (
            lambda top: shutil.copy(
                top / "proof/log-entry.json", top / "proof/items/item-4.wav/log-entry.json"
            ),
            "not-committed",
        ),
        (
            lambda top: shutil.copy(
                top / "proof/log-proof.txt", top / "proof/items/item-4.wav/log-proof.txt"
            ),
            "not-included",
        ),
        (
            lambda top: (top / "proof/items/item-4.wav/opening.json").write_bytes(
                b'{"label":"item","salt":"' + b"0" * 64 + b'","value":[1]}'
            ),
            "wrong-opening",
        ),
        (lambda top: (top / "proof/items/item-5.wav").mkdir(), "extra-folder"),
        (
            lambda top: (top / "proof/keys.txt").write_text(
                (top / "proof/keys.txt").read_text().replace("package ", "edition ")
            ),
            "wrong-statement",
        ),
    ],
)
def test_an_item_without_its_own_place_in_the_log_is_broken(
    home: Path, harm: Callable[[Path], object], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(home / "package")
    exit_code, value = result(home / "package", capsys=capsys)
    assert exit_code == BROKEN
    assert code in codes(value)


# --- Tokens ------------------------------------------------------------------------------------------------
def test_its_reader_agrees_with_the_builders_on_replies_of_every_form(clocks: Path) -> None:
    clock = said.authority(clocks)
    imprint = bytes(range(32))
    replies = [clock.reply(request(imprint, 5)), clock.reply(request(imprint, 5), bare=True)]
    replies += [unordered(replies[0]), Token.parse(replies[0]).data]
    for reply in replies:
        info = Token.parse(reply).info
        assert guwah_verify.read_token(reply, "x") == (imprint, int(info.time.timestamp()))


HOSTILE = [
    b"",
    b"0",
    b"\x30\x80",
    b"\x30\x84\xff\xff\xff\xff",
    b"\x30\x85\x01\x00\x00\x00\x00",
    b"\x30\xff" + b"\xff" * 127,
    b"\x30\x00",
    b"\x30\x03\x06\x01\x2a",
    b"\x30\x82\xff\xff" * 20_000,
    bytes(1 << 16),
    b"\x30" * (1 << 16),
]


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_tokens_are_broken_at_once(data: bytes) -> None:
    with pytest.raises(guwah_verify.BrokenError) as caught:
        guwah_verify.read_token(data, "x")
    assert caught.value.code == "bad-stamp"


def test_deep_nesting_costs_nothing() -> None:
    data = b""
    for _ in range(9_000):
        size = len(data)
        head = bytes([size]) if size < 128 else b"\x83" + size.to_bytes(3, "big")
        data = b"\x30" + head + data
    with pytest.raises(guwah_verify.BrokenError):
        guwah_verify.read_token(data, "x")


def test_every_cut_and_flip_of_a_token_is_read_or_refused_and_never_a_traceback(clocks: Path) -> None:
    token = said.stamped(clocks, b"a note").token
    rng = random.Random(11)  # noqa: S311 - a seeded sample
    for at in range(0, len(token), 3):
        changed = bytearray(token)
        changed[at] ^= 1 << rng.randrange(8)
        for data in (token[:at], bytes(changed)):
            try:
                imprint, when = guwah_verify.read_token(data, "x")
            except guwah_verify.BrokenError:
                continue
            assert isinstance(imprint, bytes)
            assert isinstance(when, int)


# --- Every byte --------------------------------------------------------------------------------------------
def bytes_of(top: Path, share: int) -> Iterator[tuple[Path, int, bytes]]:
    """Yield places in the files below a folder: each byte, or a seeded sample of one in `share`."""
    rng = random.Random(7)  # noqa: S311 - a seeded sample
    for path in sorted(each for each in top.rglob("*") if each.is_file()):
        whole = path.read_bytes()
        for at in range(len(whole)):
            if share == 1 or rng.randrange(share) == 0:
                yield path, at, whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :]
        path.write_bytes(whole)


@pytest.mark.parametrize("share", [40, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", ["package", "edition"])
def test_no_changed_byte_of_a_package_or_an_anchored_edition_passes(
    home: Path,
    kind: str,
    share: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Answers about the same bytes are remembered; every changed byte is caught without openssl.
    monkeypatch.setattr(guwah_verify, "ed25519_holds", functools.cache(guwah_verify.ed25519_holds))
    monkeypatch.setattr(guwah_verify, "openssl_says", lambda *_: None)
    tried = 0
    for path, at, changed in bytes_of(home / kind, share):
        path.write_bytes(changed)
        assert guwah_verify.main([str(home / kind), "--json"]) == BROKEN, (path.name, at)
        tried += 1
        capsys.readouterr()
    assert tried > 6000 / share
    assert guwah_verify.main([str(home / kind)]) == INTACT


def told(value: dict[str, Any]) -> list[str]:
    """Everything a reader is told, save what the entries say, which is sealed."""
    return [json.dumps(value[name]) for name in ("existed_by", "witnessed", "unverified")]


@pytest.mark.parametrize("share", [25, pytest.param(1, marks=pytest.mark.slow)])
def test_a_changed_byte_of_a_log_is_broken_told_or_documented_as_free(
    home: Path, share: int, capsys: pytest.CaptureFixture[str]
) -> None:
    log = home / "log"
    before = told(result(log, capsys=capsys)[1])
    free: dict[str, int] = {}
    tried = 0
    for path, at, changed in bytes_of(log, share):
        path.write_bytes(changed)
        code, value = result(log, capsys=capsys)
        if code == INTACT and told(value) == before:
            kind = "entries" if "entries" in path.parts else path.suffix
            free[kind] = free.get(kind, 0) + 1
            assert kind in {"entries", ".tst", ".pem"}, (path, at)
        tried += 1
    assert tried > 3000 / share
    # docs/verify.md: sealed entries, what an authority did not sign of its token, text around a certificate.
    assert set(free) <= {"entries", ".tst", ".pem"}
    assert free.get(".tst", 0) + free.get(".pem", 0) < tried / 8
