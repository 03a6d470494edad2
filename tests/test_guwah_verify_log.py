from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import pytest

import guwah_verify
import sealed_edition as cast
from guwah.instruments.proofs import merkle, tiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def log_of(size: int) -> cast.Log:
    return cast.Log(tuple(cast.entry(number).data for number in range(size)))


def result(path: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = guwah_verify.main([str(path), "--json", *options])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


@pytest.mark.parametrize("size", [0, 1, 5, 255, 256, 257, 600])
def test_a_whole_log_is_intact(tmp_path: Path, size: int, capsys: pytest.CaptureFixture[str]) -> None:
    log_of(size).write(tmp_path)
    code, value = result(tmp_path, "--key", cast.LOG_SIGNER.key.vkey, capsys=capsys)
    assert code == 0
    assert value["included"] == {"origin": cast.LOG_SIGNER.name, "index": None, "size": size}
    assert [key["compared"] for key in value["signed_by"]] == [True]
    assert not any("cover" in text for text in value["unverified"])
    assert guwah_verify.main([str(tmp_path)]) == 0
    assert f"yes: {size} entries" in capsys.readouterr().out


def test_what_the_entries_say_is_told_as_unverified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_of(300).write(tmp_path, with_entries=False)
    sealed = tiles.bundle([b"\x00" * 40] * 256)
    cast.write_files(tmp_path, {tiles.entries_path(0): sealed, ".lock": b""})
    code, value = result(tmp_path, capsys=capsys)
    assert code == 0
    assert any(text.startswith("what the entries say") for text in value["unverified"])
    assert not any("cover" in text for text in value["unverified"])


def test_no_changed_byte_of_a_small_log_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guwah_verify, "ed25519_holds", functools.cache(guwah_verify.ed25519_holds))
    log_of(3).write(tmp_path)
    for path in sorted(each for each in tmp_path.rglob("*") if each.is_file()):
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            code, value = result(tmp_path, "--key", cast.LOG_SIGNER.key.vkey, capsys=capsys)
            # A vault seals its entries; that only their hashes were checked is told.
            told = any("their hashes" in text for text in value["unverified"])
            assert code == 1 or ("entries" in path.parts and told), (path, at)
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda top: (top / "tile/0/000").unlink(), "missing-file"),
        (lambda top: (top / "tile/0/001.p/44").write_bytes(b""), "wrong-size"),
        (lambda top: (top / "tile/0/001.p/44").write_bytes(bytes(44 * 32)), "wrong-root"),
        (lambda top: (top / "tile/1/000.p/1").write_bytes(bytes(32)), "wrong-tile"),
        (lambda top: (top / "tile/1/000.p/1").unlink(), "missing-file"),
        (lambda top: (top / "checkpoint").unlink(), "missing-file"),
        (lambda top: (top / "checkpoint").write_bytes(cast.STRANGER.sign("x\n")), "bad-signature"),
        (lambda top: (top / "checkpoint").write_bytes(log_of(299).checkpoint), "missing-file"),
        (lambda top: (top / "key").write_bytes(b"log\n"), "bad-key"),
        (lambda top: (top / "tile/0/002").symlink_to("/etc/hostname"), "link"),
    ],
)
def test_what_was_done_to_a_log_is_named(
    tmp_path: Path, spoil: Callable[[Path], object], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log_of(300).write(tmp_path)
    spoil(tmp_path)
    exit_code, value = result(tmp_path, capsys=capsys)
    assert exit_code == 1
    assert code in {fault["code"] for fault in value["broken"]}


def test_a_full_tile_stands_in_for_a_partial_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log_of(300).write(tmp_path)
    (tmp_path / "checkpoint").write_bytes(log_of(100).checkpoint)
    assert result(tmp_path, capsys=capsys)[0] == 0


def test_loose_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log_of(3).write(tmp_path)
    (tmp_path / "tile/0/000.p/2").write_bytes(bytes(64))
    code, value = result(tmp_path, capsys=capsys)
    assert code == 0
    assert any(text.startswith("1 file(s)") for text in value["unverified"])


def test_without_a_key_nothing_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log_of(3).write(tmp_path)
    (tmp_path / "key").unlink()
    code, value = result(tmp_path, capsys=capsys)
    assert code == 3
    assert value["error"]["code"] == "no-key"
    assert result(tmp_path, "--key", cast.LOG_SIGNER.key.vkey, capsys=capsys)[0] == 0


def test_another_key_than_the_logs_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log_of(3).write(tmp_path)
    code, value = result(tmp_path, "--key", cast.STRANGER.key.vkey, capsys=capsys)
    assert code == 1
    assert value["error"]["code"] == "other-key"


def test_its_inclusion_check_agrees_with_the_builders_for_every_place_up_to_70() -> None:
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(70)]
    for size in range(1, 71):
        root = merkle.root(leaves[:size])
        assert guwah_verify.root_of(leaves[:size]) == root
        subtree = merkle.in_memory(leaves[:size])
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, subtree)
            assert guwah_verify.root_from_proof(index, size, leaves[index], proof) == root
            wrong = [(index, size, (*proof, root)), (size, size, proof), (-1, size, proof), (0, 0, ())]
            for place, count, hashes in [*wrong, *([(index, size, proof[:-1])] if proof else [])]:
                assert guwah_verify.root_from_proof(place, count, leaves[index], hashes) != root


@pytest.mark.parametrize(("index", "width"), [(0, 5), (999, 256), (1000, 256), (1234067, 1)])
def test_its_tile_paths_are_the_builders(index: int, width: int) -> None:
    assert f"tile/0/{guwah_verify.numbered(index, width)}" == tiles.Tile(0, index, width).path


def test_an_empty_log_has_the_hash_of_nothing() -> None:
    assert guwah_verify.root_of([]) == merkle.EMPTY_ROOT


def test_what_cannot_be_read_is_told_in_words_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guwah_verify.main([str(tmp_path)]) == 3
    assert capsys.readouterr().out.startswith("UNREADABLE")
    with pytest.raises(SystemExit) as stopped:
        guwah_verify.main([str(tmp_path), "--key", "nonsense"])
    assert stopped.value.code == 2


def test_a_log_may_have_a_cosignature_nobody_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_of(3).write(tmp_path)
    path = tmp_path / "checkpoint"
    path.write_bytes(path.read_bytes() + cast.STRANGER.signature_line("anything\n").encode())
    code, value = result(tmp_path, capsys=capsys)
    assert code == 0
    assert any("key not known here" in text for text in value["unverified"])
