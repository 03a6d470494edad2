from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
import rfc8785

import sealed_edition as cast
from guwah.instruments.proofs import digests, errors, manifests

HASH = "00" * 32


def test_a_manifest_is_canonical_json_and_reads_back() -> None:
    manifest = cast.manifest({"b.txt": b"B", "a.txt": b"A"})
    assert manifest.data.startswith(b'{"audience":"public","built_at":"2024-05-06T07:08:09Z","case":"12"')
    assert [file.path for file in manifest.files] == ["a.txt", "b.txt"]
    assert manifests.Manifest.parse(manifest.data) == manifest
    assert manifest.sha256 == hashlib.sha256(manifest.data).hexdigest()


def test_files_are_sorted_by_the_bytes_of_their_paths() -> None:
    files = [manifests.FileEntry(path, HASH, 0) for path in ("b", "\U0001d49c", "ﬀ", "a")]
    assert [file.path for file in manifests.sorted_files(files)] == ["a", "b", "ﬀ", "\U0001d49c"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "a//b",
        "a/",
        ".",
        "..",
        "a/../b",
        "./a",
        "a\\b",
        "C:a",
        "a\x00b",
        "a\nb",
        "a\x7fb",
        "a*",
        "a?",
        'a"',
        "a<",
        "a>",
        "a|",
        "a.",
        "a ",
        "a /b",
        "con",
        "Con.txt",
        "a/nul.html",
        "COM1",
        "lpt9.log",
        "com¹",
        "proof",
        "proof/keys.txt",
        "PROOF/x",
        "e\u0301",
        "\ud800",
        "a" * 256,
        "/".join(["ab"] * 400),
        7,
        None,
    ],
)
def test_paths_that_are_not_safe_everywhere_are_refused(path: object) -> None:
    with pytest.raises(errors.Malformed) as caught:
        manifests.check_path(path)
    assert caught.value.code == "bad-path"


@pytest.mark.parametrize(
    "path", ["a", "a/b.c", ".well-known/x", "console", "aux-1", "نان.txt", "é", "proofs/a", "a b"]
)
def test_ordinary_paths_pass(path: str) -> None:
    assert manifests.check_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "a" * 255,
        "ن" * 127 + "a",  # 255 bytes: the limit counts bytes, not letters
        "/".join(["a" * 255] * 4),
        "con1",
        "com",
        "lpt10",
        "a/proof/b",
        "a..b",
        "...a",
    ],
)
def test_paths_at_the_edge_of_what_is_safe_pass(path: str) -> None:
    assert manifests.check_path(path) == path


@pytest.mark.parametrize(
    "path", ["ن" * 128, "/".join(["a" * 255] * 4) + "a", "com0", "aux.", "a/con", "a/b."]
)
def test_paths_just_beyond_the_edge_are_refused(path: str) -> None:
    with pytest.raises(errors.Malformed) as caught:
        manifests.check_path(path)
    assert caught.value.code == "bad-path"


@pytest.mark.parametrize("size", [0, 1, 2**53 - 1])
def test_a_file_has_any_size_json_can_say(size: int) -> None:
    assert manifests.FileEntry("a", HASH, size).size == size
    for wrong in (-1, 2**53):
        with pytest.raises(errors.Malformed) as caught:
            manifests.FileEntry("a", HASH, wrong)
        assert caught.value.code == "bad-size"


def test_codes_have_up_to_128_letters() -> None:
    for code in ("0", "A" * 128, "a._-"):
        assert manifests.Manifest(code, code, code, "2024-05-06T07:08:09Z", ()).case == code
    for wrong in ("A" * 129, ".a", "-a", "é"):
        for place in range(3):
            codes = ["a", "a", "a"]
            codes[place] = wrong
            with pytest.raises(errors.Malformed) as caught:
                manifests.Manifest(codes[0], codes[1], codes[2], "2024-05-06T07:08:09Z", ())
            assert caught.value.code == "bad-code"


def test_paths_are_folded_as_systems_without_case_do() -> None:
    assert manifests.fold("E\u0301") == manifests.fold("é") == "é"
    assert manifests.fold("STRASSE") == manifests.fold("straße")


@pytest.mark.parametrize(
    "paths", [("A.txt", "a.txt"), ("STRASSE", "straße"), ("A/x", "a/y"), ("a", "a/b"), ("A", "a/b")]
)
def test_paths_some_systems_confuse_are_refused(paths: tuple[str, ...]) -> None:
    with pytest.raises(errors.Malformed) as caught:
        cast.manifest(dict.fromkeys(paths, b""))
    assert caught.value.code == "path-collision"


@pytest.mark.parametrize(
    "files",
    [
        (manifests.FileEntry("b", HASH, 0), manifests.FileEntry("a", HASH, 0)),
        (manifests.FileEntry("a", HASH, 0),) * 2,
    ],
)
def test_files_stand_in_order_each_once(files: tuple[manifests.FileEntry, ...]) -> None:
    with pytest.raises(errors.Malformed) as caught:
        manifests.Manifest("e-7", "public", "12", "2024-05-06T07:08:09Z", files)
    assert caught.value.code == "bad-order"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "guwah-edition/2"}, "bad-format"),
        ({"format": 1}, "bad-members"),
        ({"more": 1}, "bad-members"),
        ({"files": {}}, "bad-members"),
        ({"files": [1]}, "bad-members"),
        ({"files": [{"path": "a"}]}, "bad-members"),
        ({"files": [["path", "sha256", "bytes"]]}, "bad-members"),
        ({"files": [{"path": "a", "sha256": HASH, "bytes": 1, "more": 1}]}, "bad-members"),
        ({"files": [{"path": "a", "sha256": HASH, "bytes": "1"}]}, "bad-size"),
        ({"files": [{"path": 1, "sha256": HASH, "bytes": 1}]}, "bad-path"),
        ({"edition": None}, "bad-members"),
        ({"built_at": 1}, "bad-members"),
        ({"files": [{"path": "a", "sha256": "00", "bytes": 1}]}, "bad-hash"),
        ({"files": [{"path": "a", "sha256": HASH, "bytes": -1}]}, "bad-size"),
        ({"files": [{"path": "a", "sha256": HASH, "bytes": True}]}, "bad-size"),
        ({"files": [{"path": "../a", "sha256": HASH, "bytes": 1}]}, "bad-path"),
        ({"edition": "a b"}, "bad-code"),
        ({"case": "12\n"}, "bad-code"),
        ({"audience": ""}, "bad-code"),
        ({"built_at": "yesterday"}, "bad-time"),
    ],
)
def test_what_is_no_manifest_is_refused(changes: dict[str, Any], code: str) -> None:
    value = {
        "format": "guwah-edition/1",
        "edition": "e-7",
        "audience": "public",
        "case": "12",
        "built_at": "2024-05-06T07:08:09Z",
        "files": [],
    }
    manifests.Manifest.parse(rfc8785.dumps(value))
    with pytest.raises(errors.Malformed) as caught:
        manifests.Manifest.parse(rfc8785.dumps({**value, **changes}))
    assert caught.value.code == code


def test_a_stream_has_the_digest_of_its_bytes() -> None:
    data = bytes(range(256)) * 9000
    assert digests.digest_stream(io.BytesIO(data)) == digests.digest_bytes(data)
    assert digests.digest_bytes(b"").sha256 == hashlib.sha256().hexdigest()
    assert digests.digest_stream(io.BytesIO(data)).size == len(data)
