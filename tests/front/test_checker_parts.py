"""The parts of the offline page against published vectors, and against Python's own answers."""

from __future__ import annotations

import hashlib
import json
import random
import struct
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import guwah_verify
import sealed_anchors as said
import sealed_edition as cast

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
Ask = Callable[..., Any]


def load(name: str) -> Any:  # noqa: ANN401 - whatever JSON the file holds
    return json.loads((VECTORS / name).read_bytes())


# --- Hashes (FIPS 180-4) -----------------------------------------------------------------------------------
# The examples of the standard's authors, and one million times "a".
KNOWN = {
    b"": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    b"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": (
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    b"a" * 1_000_000: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
}


@pytest.mark.parametrize(("data", "digest"), KNOWN.items(), ids=lambda each: str(len(each)))
def test_sha256_of_the_standard_holds_in_pieces_of_any_size(ask: Ask, data: bytes, digest: str) -> None:
    assert ask("sha256", data=data.hex()) == digest
    for size in (65, 4096) if len(data) > 1000 else (1, 7, 64):
        assert ask("sha256_pieces", data=data.hex(), size=size) == digest


@pytest.mark.parametrize("name", ["sha256", "sha512"])
def test_hashes_of_every_length_are_pythons(ask: Ask, name: str) -> None:
    rng = random.Random(5)  # noqa: S311 - a seeded sample
    for size in range(300):
        data = rng.randbytes(size)
        assert ask(name, data=data.hex()) == hashlib.new(name, data).hexdigest()


# --- Ed25519 (RFC 8032, Wycheproof) ------------------------------------------------------------------------
def test_the_authors_own_signatures_hold_and_no_other(ask: Ask) -> None:
    for number, line in enumerate((VECTORS / "ed25519/sign.input").read_text().splitlines()[:40]):
        _, key, message, signed = line.split(":")[:4]
        assert ask("ed25519", key=key, signature=signed[:128], message=message) is True
        changed = bytearray.fromhex(signed[:128])
        changed[number % 64] ^= 1
        assert ask("ed25519", key=key, signature=changed.hex(), message=message) is False


def test_wycheproof_signatures_hold_or_fail_as_in_the_script(ask: Ask) -> None:
    for each in load("ed25519/wycheproof.json"):
        theirs = guwah_verify.ed25519_holds(*(bytes.fromhex(each[name]) for name in ("pk", "sig", "msg")))
        assert ask("ed25519", key=each["pk"], signature=each["sig"], message=each["msg"]) is theirs, each


@pytest.mark.parametrize("size", [0, 31, 33, 63, 65])
def test_keys_and_signatures_have_their_length(ask: Ask, size: int) -> None:
    assert ask("ed25519", key="01" * size, signature="00" * 64, message="") is False
    assert ask("ed25519", key="01" * 32, signature="00" * size, message="") is False


# --- RFC 6962 ----------------------------------------------------------------------------------------------
TREE = load("merkle/rfc6962.json")


def test_roots_and_inclusion_proofs_are_those_of_the_vectors(ask: Ask) -> None:
    leaves = [guwah_verify.leaf_hash(bytes.fromhex(each)).hex() for each in TREE["leaves"]]
    for size, root in enumerate(TREE["roots"], 1):
        assert ask("root", hashes=leaves[:size]) == root
    assert ask("root", hashes=[]) == hashlib.sha256(b"").hexdigest()
    for leaf, size, proof in TREE["inclusion"]:
        about = {"leaf": leaves[leaf - 1], "proof": proof}
        root = TREE["roots"][size - 1]
        assert ask("proven", index=str(leaf - 1), size=str(size), **about) == root
        for index, count in ((leaf, size), (leaf - 2, size), (leaf - 1, size * 2), (size, size), (0, 0)):
            assert ask("proven", index=str(index), size=str(count), **about) != root
        for wrong in ([*proof, root], proof[:-1] if proof else [root]):
            found = ask("proven", index=str(leaf - 1), size=str(size), leaf=about["leaf"], proof=wrong)
            assert found != root


@pytest.mark.parametrize(("path", "index"), load("merkle/tile-paths.json"))
def test_tiles_have_the_paths_of_the_vectors(ask: Ask, path: str, index: int) -> None:
    assert ask("numbered", index=index, width=256) == path
    assert ask("numbered", index=index, width=7) == f"{path}.p/7"


# --- Keys and signed notes (C2SP, Go's sumdb) --------------------------------------------------------------
NOTES = load("notes/notes.json")


def test_notes_of_others_open_and_malformed_ones_get_the_same_code(ask: Ask) -> None:
    vkey, text, signed = NOTES["keys"]["peter"], NOTES["text"], NOTES["signatures"]["peter"]
    whole = [f"{text}\n{signed}", f"{text}\n{signed}{NOTES['signatures']['enoch']}"]
    for note in (*whole, *NOTES["malformed"], *NOTES["wrong"]):
        for data in (note.encode(), b"\xff" + note.encode(), note.encode() + b"\n"):
            try:
                guwah_verify.Check(".")._open_note("x", data, guwah_verify.parse_key(vkey, "key"))
                expected = "wrong-statement"
            except guwah_verify.BrokenError as fault:
                expected = fault.code
            assert ask("note", data=data.hex(), vkey=vkey) == expected
        assert ask("note", data=whole[0].encode().hex(), vkey=vkey) == "wrong-statement"


def test_no_part_and_no_slip_of_a_key_is_a_key(ask: Ask) -> None:
    vkey = NOTES["keys"]["peter"]
    wrong = [vkey[:end] for end in range(len(vkey))] + [vkey[start:] for start in range(1, len(vkey))]
    wrong += [vkey[:at] + chr(ord(vkey[at]) + 1) + vkey[at + 1 :] for at in range(len(vkey))]
    for each in [vkey, *wrong, *NOTES["bad_keys"], vkey + "\n", "\u00e9" + vkey, said.WITNESS.key.vkey]:
        try:
            key = guwah_verify.parse_key(each, "key")
            expected = {"name": key.name, "words": guwah_verify.fingerprint_words(each)}
        except guwah_verify.BrokenError as fault:
            expected = {"code": fault.code}
        assert ask("key", vkey=each) == expected, each


# --- Canonical JSON ----------------------------------------------------------------------------------------
JSON_TEXTS = [
    *("{}", '{"a":1}', '{"a":[]}', '{"a":{},"b":null}', '{"a":"","b":[true,false,null,-1,0]}', '{"":0}'),
    *('{"a" :1}', '{"a":1} ', ' {"a":1}', '{"a":1,}', '{"a":01}', '{"a":-0}', '{"a":1.0}', '{"a":1e3}'),
    *('{"b":1,"a":1}', '{"a":1,"a":2}', '{"a":+1}', '{"a":.5}', '{"a":NaN}', '{"a":Infinity}', '{"a":-}'),
    *("[]", "1", '"a"', "null", "", "{", '{"a"', '{"a":', '{"a":1', '{"a":"', '{"a":"\\', '{"a":[1'),
    *(
        '{"a":99999999999999999}',
        '{"a":100000000000000000}',
        '{"a":-9999999999999999}',
        '{"a":9007199254740993}',
    ),
    *(
        '{"a":"\\n\\t\\b\\f\\r\\"\\\\"}',
        '{"a":"\\/"}',
        '{"a":"\\u0000"}',
        '{"a":"\\u001f"}',
        '{"a":"\\u001F"}',
    ),
    *(
        '{"a":"\\u0020"}',
        '{"a":"\\u000a"}',
        '{"a":"\\ud800"}',
        '{"a":"\\u"}',
        '{"a":"\x01"}',
        '{"a":"\x7f\u2028"}',
    ),
    *('{"\ue000":1,"\U00010000":1}', '{"\U00010000":1,"\ue000":1}', '{"__proto__":1}', '{"\u0430":"\u0646"}'),
    *('{"a":' + "[" * 800 + "]" * 800 + "}", '{"a":' + "[" * 5000 + "]" * 5000 + "}", "\ufeff{}"),
    *(
        '{"toString":{"constructor":[]}}',
        '{"a":tru}',
        '{"a":nul}',
        "{a:1}",
        "{'a':1}",
        '{"a":1}}',
        '{"a":"b""}',
    ),
]


@pytest.mark.parametrize("text", JSON_TEXTS, ids=lambda text: ascii(text)[:30])
def test_json_is_taken_or_refused_as_by_the_script(ask: Ask, text: str) -> None:
    data = text.encode()
    try:
        expected: object = guwah_verify.as_json(guwah_verify.parse_json(data, "x")).decode()
    except guwah_verify.BrokenError as fault:
        expected = {"code": fault.code}
    assert ask("json", data=data.hex()) == expected
    assert expected in ({"code": "bad-json"}, text)


def test_changed_bytes_of_json_are_taken_or_refused_as_by_the_script(ask: Ask) -> None:
    rng = random.Random(9)  # noqa: S311 - a seeded sample
    whole = guwah_verify.as_json({"a": [1, {"b": "\u0646\n\\"}, None, True], "\U0001f600": -7, "z": "x" * 9})
    for _ in range(400):
        changed = bytearray(whole)
        for _ in range(rng.randrange(1, 3)):
            changed[rng.randrange(len(changed))] = rng.choice(b'"{}[]:,\\0123nul tfae\xd9\x80')
        try:
            guwah_verify.parse_json(bytes(changed), "x")
            expected: object = changed.decode()
        except guwah_verify.BrokenError as fault:
            expected = {"code": fault.code}
        assert ask("json", data=changed.hex()) == expected, bytes(changed)


# --- Time stamps, names, what is shown ---------------------------------------------------------------------
def test_tokens_are_read_or_refused_as_by_the_script(ask: Ask, shelves: Path) -> None:
    token = (shelves / "edition/proof/anchors/4/stamp-1.tst").read_bytes()
    rng = random.Random(11)  # noqa: S311 - a seeded sample
    hostile = [
        b"",
        b"0",
        b"\x30\x80",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x82\xff\xff" * 5000,
        b"\x30" * 9999,
    ]
    for at in range(0, len(token), 9):
        changed = bytearray(token)
        changed[at] ^= 1 << rng.randrange(8)
        hostile += [token[:at], bytes(changed)]
    for data in [token, *hostile]:
        try:
            expected: object = guwah_verify.read_token(data, "x")[0].hex()
        except guwah_verify.BrokenError as fault:
            expected = {"code": fault.code}
        assert ask("imprint", data=data.hex()) == expected


def test_names_that_some_disks_mix_up_fold_together_and_no_others(ask: Ask) -> None:
    letters = [
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}
    ]
    theirs, ours = (
        [unicodedata.normalize("NFC", each.casefold()) for each in letters],
        ask("fold", texts=letters),
    )
    # Which letter stands for a group may differ (Cherokee); which letters are one group may not.
    assert len(set(zip(theirs, ours, strict=True))) == len(set(theirs)) == len(set(ours))


def test_what_cannot_be_seen_or_turns_writing_is_shown_by_its_number(ask: Ask) -> None:
    # Letters that a newer Unicode knows than this Python does are the browser's affair.
    letters = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}]
    assert ask("shown", texts=letters) == [guwah_verify.shown(each) for each in letters]
    assert ask("shown", texts=["a\u202eb \u0646\u0627\u0646"]) == ["a\\u202eb \u0646\u0627\u0646"]


# --- Archives ----------------------------------------------------------------------------------------------
def archive(path: Path, *names: str, attributes: int = 0o644 << 16) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            info = zipfile.ZipInfo("x" * len(name))
            info.filename, info.external_attr = name, attributes
            packed.writestr(info, b"some words")
    return path


def faults(value: dict[str, Any]) -> set[tuple[str, str]]:
    return {(fault["code"], fault["file"]) for fault in value["broken"]}


def test_tricks_with_paths_in_an_archive_are_broken_names(ask: Ask, tmp_path: Path) -> None:
    names = ("proof/keys.txt", "../up", "a//b", "./c", "d\\e", "INDEX", "index")
    found = faults(ask("archive", path=str(archive(tmp_path / "a.zip", *names))))
    expected = {("bad-name", ".."), ("bad-name", "a/"), ("bad-name", "."), ("bad-name", "d\\e")}
    assert expected | {("path-collision", "index")} <= found


def test_one_name_twice_and_a_link_in_an_archive_are_broken(ask: Ask, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        made = archive(tmp_path / "a.zip", "proof/x", "same", "same")
    assert ("path-collision", "same") in faults(ask("archive", path=str(made)))
    made = archive(tmp_path / "b.zip", "proof/x", attributes=0o120777 << 16)
    assert ("link", "proof/x") in faults(ask("archive", path=str(made)))


def test_an_archive_that_lies_or_is_cut_is_not_read(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    cast.write_edition(tmp_path / "edition")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for each in sorted(file for file in (tmp_path / "edition").rglob("*") if file.is_file()):
            packed.write(each, each.relative_to(tmp_path / "edition"))
    whole = path.read_bytes()
    assert ask("archive", path=str(path))["intact"] is True
    size = whole.index(struct.pack("<I", 0x02014B50)) + 24
    wrong = [b"", whole[:-1], whole[: len(whole) // 2], whole + b"x", b"PK\x05\x06" + bytes(18), whole[40:]]
    for data in [*wrong, whole[:size] + struct.pack("<I", 9) + whole[size + 4 :]]:
        path.write_bytes(data)
        value = ask("archive", path=str(path))
        assert value.get("code") == "bad-archive" or value.get("intact") is not True
        assert "broken" in value or "error" in value or "code" in value


def test_no_changed_byte_of_an_archive_makes_anything_but_its_edition_intact(
    ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    cast.write_edition(tmp_path / "edition")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for each in sorted(file for file in (tmp_path / "edition").rglob("*") if file.is_file()):
            packed.write(each, each.relative_to(tmp_path / "edition"))
    whole, before = path.read_bytes(), ask("archive", path=str(path))
    rng = random.Random(2)  # noqa: S311 - a seeded sample
    for _ in range(150):
        at = rng.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :])
        value = ask("archive", path=str(path))
        assert value == before or value.get("intact") is not True, at
