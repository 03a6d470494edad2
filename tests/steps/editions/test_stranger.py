"""A recipient without Guwah: only age, tar, sha256sum, openssl and python3 (docs/package.md)."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import guwah_verify
import vouched
from cast import Cast
from guwah.instruments.proofs.digests import digest_bytes
from guwah.steps.consent import flows as consent
from guwah.steps.editions.checkers import checker_digests
from guwah.steps.editions.flows.packaging import Errand, export_package
from guwah.steps.editions.package_files import To
from guwah.steps.evidence import flows as evidence
from guwah.vault import logfiles
from guwah.vault.age import Identity
from guwah.vault.keyring import KEYRING
from stranger_page import answer, give, opened_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = Path(__file__).resolve().parents[2] / "stranger.sh"
PAGE = Path(__file__).resolve().parents[3] / "docs" / "package.md"
SOUND = b"RIFF....WAVE" + bytes(range(256)) * 300
THEM = Identity(b"\x07" * 32)
TO = To("Court of Tallow Bridge", THEM.recipient)
GRANT = {
    "id": "g1",
    "kind": "grant",
    "by": "Zeynep",
    "state": "given",
    "material": "*",
    "actions": ["share_named"],
    "audiences": ["named_recipient"],
    "recipients": [TO.name],
    "identity": ["*"],
    "media": ["*"],
    "languages": ["*"],
}


@dataclass
class Handed:
    """A package on somebody's desk, and what they were told over another channel."""

    home: Path
    package: Path
    root: Path
    vkey: str

    def check(self, folder: str = "opened") -> subprocess.CompletedProcess[str]:
        (self.home / "identity").write_text(f"{THEM.reveal()}\n")
        words = [self.package, self.home / "identity", self.home / "checker.py", self.root, self.vkey]
        shutil.copy(guwah_verify.__file__, self.home / "checker.py")
        command = ["sh", str(SCRIPT), *map(str, words), str(self.home / folder)]
        path = {"PATH": "/usr/bin:/bin"}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=path, cwd=self.home)


@pytest.fixture
def handed(committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handed:
    case = committed_cast.case
    item = evidence.add_file(committed_cast.chiara, case, io.BytesIO(SOUND), "message.wav").item
    consent.take(committed_cast.chiara, case, GRANT, None)
    errand = Errand((TO,), "Hearing of 3 June", settled=True)
    # The stamp comes after the log tells of the package and before it is written: as at the second copy.
    made: list[Path] = []
    real = export_package.__globals__["build_proof"]

    def vouched_for(*arguments: Any) -> Any:  # noqa: ANN401 - passed on as it comes
        *rest, _anchors = arguments
        made.append(tmp_path / "tsa")
        authority = vouched.stamp(made[-1])
        (tmp_path / "root.pem").write_bytes(authority.root.pem)
        vouched.cosign()
        index = rest[3].proof.index
        return real(*rest, export_package.__globals__["anchors_over"](index))

    monkeypatch.setitem(export_package.__globals__, "build_proof", vouched_for)
    package = tmp_path / "package.tar.age"
    export_package(committed_cast.boris, case, [item], errand, package)
    return Handed(tmp_path, package, tmp_path / "root.pem", logfiles.signer(KEYRING.current()).key.vkey)


def test_a_stranger_opens_and_checks_a_package_with_common_tools(handed: Handed) -> None:
    done = handed.check()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Verification: OK\n" in done.stdout
    told = json.loads(done.stdout[done.stdout.index("{") :])
    assert told["intact"] is True
    assert told["package"]["recipients"] == [{"key": str(TO.key), "name": TO.name}]
    assert [each["compared"] for each in told["existed_by"]] == [True]
    assert [each["vkey"] for each in told["witnessed"]] == [vouched.PARTNER.key.vkey]
    (bag,) = (handed.home / "opened").iterdir()
    (sound,) = (bag / "data/objects").iterdir()
    assert sound.read_bytes() == SOUND
    # The same again, over the opened folder, with one byte of the sound changed.
    sound.write_bytes(SOUND[:99] + b"x" + SOUND[100:])
    assert subprocess.run(["sha256sum", "-c", "manifest-sha256.txt"], cwd=bag, check=False).returncode == 1


def test_a_stranger_notices_a_changed_package_and_a_changed_key(handed: Handed) -> None:
    data = bytearray(handed.package.read_bytes())
    data[len(data) // 2] ^= 1
    handed.package.write_bytes(data)
    assert handed.check("second").returncode != 0


def test_a_stranger_who_was_told_another_key_is_warned(handed: Handed) -> None:
    handed.vkey = vouched.CARD.log.vkey
    done = handed.check("third")
    assert done.returncode == 1
    assert '"other-key"' in done.stdout


def test_the_page_tells_the_commands_of_the_script() -> None:
    page = PAGE.read_text("utf-8")
    for command in ("age -d -i", "sha256sum -c manifest-sha256.txt", "openssl ts -verify", "guwah_verify.py"):
        assert command in page
    for command in re.findall(r"^(age|tar|sha256sum|openssl|python3) ", SCRIPT.read_text(), re.MULTILINE):
        assert command in page


@pytest.mark.browser
def test_a_stranger_without_python_reads_the_same_in_the_page_inside(
    handed: Handed, chromium: Browser
) -> None:
    handed.check()
    (bag,) = (handed.home / "opened").iterdir()
    page_inside, script_inside = bag / "data/guwah_verify.html", bag / "data/guwah_verify.py"
    assert digest_bytes(page_inside.read_bytes()).sha256 == checker_digests()[page_inside.name]
    sound = next((bag / "data/objects").iterdir())
    with opened_page(chromium, page_inside) as page:
        for keys in ((), (handed.vkey,)):
            give(page, bag, *keys)
            assert answer(page) == without_openssl(script_inside, bag, *keys)
        assert answer(page)["intact"] is True
        assert answer(page)["existed_by"] == []
        sound.write_bytes(SOUND[:99] + b"x" + SOUND[100:])
        give(page, bag)
        assert answer(page) == without_openssl(script_inside, bag)
        assert answer(page)["error"]["code"] == "changed-file"


def without_openssl(script: Path, folder: Path, *keys: str) -> Any:  # noqa: ANN401 - what it prints
    options = [option for key in keys for option in ("--key", key)]
    command = [sys.executable, "-I", "-S", str(script), str(folder), "--json", *options]
    done = subprocess.run(command, capture_output=True, check=False, env={"PATH": "/nowhere"})
    return json.loads(done.stdout)
