from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import guwah_verify
import vouched
from guwah.accounts.models import Case, CaseMembership
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.instruments.proofs.checkpoints import Checkpoint, sign_checkpoint
from guwah.steps.editions import flows
from guwah.steps.editions.anchored import anchors_over
from guwah.steps.editions.checkers import CHECKERS
from guwah.steps.editions.flows.writing import folder_of, frozen_files
from guwah.steps.editions.settling import secrets
from guwah.vault import logfiles
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, Stamp
from oven import NEVER, holds, oven, read_all, words_of
from stranger_page import answer, give, opened_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from guwah.steps.editions.models import Edition
    from oven import Oven


@pytest.fixture
def edition(lasting: Oven) -> Edition:
    """The oven's edition, built with real commits."""
    return lasting.ready().build()


def verify(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the checker as a stranger does: alone, without our packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", guwah_verify.__file__, str(folder), *options],
        capture_output=True,
        text=True,
        check=False,
    )


def unzipped(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def every_way_out(world: Oven, edition: Edition, home: Path) -> dict[str, dict[str, bytes]]:
    """Return the files of everything that can leave: folder, zip (packed and unpacked), site."""
    chiara, boris = world.cast.chiara, world.cast.boris
    flows.write_out(boris, edition, home / "folder")
    archive = flows.packed(boris, edition)
    flows.approve(world.cast.emine, edition, settled=True)
    flows.publish_site(boris, home / "site")
    assert chiara != boris
    return {
        "folder": read_all(home / "folder"),
        "zip": unzipped(archive),
        "packed": {"edition.zip": archive},
        "site": read_all(home / "site"),
    }


def test_nothing_withheld_is_in_any_byte_of_any_way_out(
    lasting: Oven, edition: Edition, tmp_path: Path
) -> None:
    ways = every_way_out(lasting, edition, tmp_path)
    for way, files in ways.items():
        for words in NEVER:
            assert holds(files, words) == [], (way, words)


def test_no_word_that_only_withheld_words_have_is_in_any_byte(
    lasting: Oven, edition: Edition, tmp_path: Path
) -> None:
    prepared = lasting.prepare()
    hidden = secrets(prepared.parts, prepared.withheld)
    shown = {
        word
        for part in prepared.parts
        for start, end in part.spans - prepared.withheld.of(part)
        for word in words_of(part.revision.text[start:end])
    }
    alone = {word for secret in hidden for word in words_of(secret.text) if len(word) > 5} - shown
    assert len(alone) > 15
    for way, files in every_way_out(lasting, edition, tmp_path).items():
        mine = {path: data for path, data in files.items() if not path.endswith(CHECKERS)}
        for word in alone:
            assert holds(mine, word) == [], (way, word)


def test_what_is_shown_is_there_in_both_languages(lasting: Oven, edition: Edition) -> None:
    page = frozen_files(edition)["index.html"].decode()
    assert "They closed our oven in the spring." in page
    assert "Весной нашу печь закрыли." in page
    assert lasting.cast.case.title not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page


def test_a_stranger_finds_it_intact_and_then_broken(lasting: Oven, edition: Edition, tmp_path: Path) -> None:
    out = tmp_path / "out"
    flows.write_out(lasting.cast.boris, edition, out)
    answer = verify(out)
    assert answer.returncode == 0, answer.stdout
    assert '"intact": true' in answer.stdout or "INTACT" in answer.stdout.upper()
    for path in ("index.html", "style.css", "HOW-TO-CHECK.txt"):
        data = (out / path).read_bytes()
        (out / path).write_bytes(bytes([data[0] ^ 1]) + data[1:])
        assert verify(out).returncode == 1, path
        (out / path).write_bytes(data)
    assert verify(out).returncode == 0


def test_the_downloaded_zip_checks_as_well(lasting: Oven, edition: Edition, tmp_path: Path) -> None:
    archive = flows.packed(lasting.cast.farid, edition)
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(tmp_path)
    assert verify(tmp_path / folder_of(edition)).returncode == 0
    assert flows.packed(lasting.cast.farid, edition) == archive, "the same edition is the same bytes"


def test_the_frozen_archive_depends_on_nothing_but_its_files(edition: Edition) -> None:
    from guwah.steps.editions.flows import building

    files = frozen_files(edition)
    backwards = dict(reversed(files.items()))
    assert building._archive(files) == building._archive(backwards)
    assert building.manifest_of(edition, files).sha256 == edition.root


def test_what_was_built_stays_as_it_was_when_the_case_goes_on(lasting: Oven, edition: Edition) -> None:
    before = frozen_files(edition)
    lasting.cut("They closed our oven in the spring.", reason="later")
    assert frozen_files(edition) == before


@pytest.mark.browser
def test_the_page_inside_says_the_same_of_the_folder_and_of_the_zip(
    lasting: Oven, edition: Edition, tmp_path: Path, chromium: Browser
) -> None:
    vouched.cosign()
    flows.write_out(lasting.cast.boris, edition, tmp_path / "out")
    (tmp_path / "edition.zip").write_bytes(flows.packed(lasting.cast.boris, edition))
    told = json.loads(verify(tmp_path / "out", "--json").stdout)
    with opened_page(chromium, tmp_path / "out" / "guwah_verify.html") as page:
        give(page, tmp_path / "out")
        assert answer(page) == told
        give(page, tmp_path / "edition.zip")
        assert answer(page, seen_whole=True) == told
        (tmp_path / "out" / "index.html").write_bytes(b"<p>Another story.</p>")
        give(page, tmp_path / "out")
        assert answer(page) == json.loads(verify(tmp_path / "out", "--json").stdout)
        assert answer(page)["intact"] is False


@pytest.mark.parametrize("there", ["file.txt", "folder/.hidden"])
def test_a_folder_that_holds_something_is_refused(
    lasting: Oven, edition: Edition, tmp_path: Path, there: str
) -> None:
    (tmp_path / "out" / there).parent.mkdir(parents=True)
    (tmp_path / "out" / there).write_text("mine")
    with pytest.raises(WrongUse, match="already holds"):
        flows.write_out(lasting.cast.boris, edition, tmp_path / "out")
    assert set(read_all(tmp_path / "out")) == {there}
    with pytest.raises(WrongUse, match="already holds"):
        flows.check_folder(tmp_path / "out" / "..")


def test_a_disk_that_refuses_is_told_and_the_edition_is_kept(
    lasting: Oven, edition: Edition, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotUnderstood, match="could not be written"):
        flows.write_out(lasting.cast.boris, edition, tmp_path / "file" / "below")
    assert frozen_files(edition)


def test_the_site_has_only_the_newest_approved_public_editions(
    lasting: Oven, edition: Edition, tmp_path: Path
) -> None:
    boris, emine = lasting.cast.boris, lasting.cast.emine
    with pytest.raises(Refused, match="second person"):
        flows.publish_site(boris, tmp_path / "site")
    flows.approve(emine, edition, settled=True)
    second = lasting.build()
    assert flows.publish_site(boris, tmp_path / "site").editions == (edition,)
    files = read_all(tmp_path / "site")
    assert f"{folder_of(edition)}/index.html" in files
    assert not any(path.startswith(folder_of(second)) for path in files)
    assert verify(tmp_path / "site" / folder_of(edition)).returncode == 0
    flows.approve(emine, second, settled=True)
    assert flows.publish_site(boris, tmp_path / "later").editions == (second,)


def test_what_others_say_of_the_log_goes_out_and_names_nobody(
    lasting: Oven, edition: Edition, tmp_path: Path
) -> None:
    plain = flows.packed(lasting.cast.boris, edition)
    assert not any("anchors" in path for path in unzipped(plain))
    vouched.stamp(tmp_path / "tsa")
    vouched.stamp(tmp_path / "second", "A second clock")
    vouched.cosign()
    ways = every_way_out(lasting, edition, tmp_path)
    told = json.loads(verify(tmp_path / "folder", "--json").stdout)
    assert (told["intact"], len(told["existed_by"]), len(told["witnessed"])) == (True, 2, 1)
    assert told["witnessed"][0]["vkey"] == vouched.PARTNER.key.vkey
    assert all(each["size"] > edition.log_index for each in told["existed_by"] + told["witnessed"])
    assert {"proof/anchors/" in path for path in ways["folder"]} == {True, False}
    for way, files in ways.items():
        for words in (vouched.PARTNER_NAME, vouched.AUTHORITY_NAME, "A second clock", *NEVER):
            assert holds(files, words) == [], (way, words)


def test_what_does_not_hold_any_more_stays_at_home(lasting: Oven, edition: Edition, tmp_path: Path) -> None:
    vouched.stamp(tmp_path / "tsa")
    vouched.cosign()
    assert len(anchors_over(edition.log_index)) == 2
    Cosignature.objects.update(line=vouched.PARTNER.cosign(Checkpoint("guwah/x", 1, bytes(32)), 5))
    Stamp.objects.update(token=b"0\x00")
    assert anchors_over(edition.log_index) == ()
    own = logfiles.signer(KEYRING.current())
    note = sign_checkpoint(Checkpoint(own.name, edition.log_index + 1, bytes(32)), own)
    Stamp.objects.update(note=note, size=edition.log_index + 1)
    assert anchors_over(edition.log_index) == ()
    flows.write_out(lasting.cast.boris, edition, tmp_path / "out")
    assert verify(tmp_path / "out").returncode == 0


def test_a_case_that_may_not_go_out_any_more_is_left_out_and_keeps_no_other_back(
    lasting: Oven, edition: Edition, tmp_path: Path
) -> None:
    boris, emine = lasting.cast.boris, lasting.cast.emine
    flows.approve(emine, edition, settled=True)
    other = Case.objects.create(title="The other oven", opened_by=lasting.cast.aygul, invented=True)
    for member in (boris, emine, lasting.cast.chiara):
        CaseMembership.objects.create(case=other, member=member, role=member.role)
    second = oven(replace(lasting.cast, case=other)).ready().build()
    flows.approve(emine, second, settled=True)
    assert flows.publish_site(boris, tmp_path / "both").editions == (edition, second)

    lasting.grant("g9", kind="prohibition", conditions=None, identity=None, media=None, state="refused")
    written = flows.publish_site(boris, tmp_path / "one")

    assert (written.editions, written.left_out) == ((second,), (edition,))
    files = read_all(tmp_path / "one")
    assert not any(path.startswith(folder_of(edition)) for path in files)
    assert folder_of(edition) not in files["index.html"].decode()
    assert verify(tmp_path / "one" / folder_of(second)).returncode == 0
