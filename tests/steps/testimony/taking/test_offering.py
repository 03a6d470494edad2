"""Which files are offered as texts, and what is said of a file that was taken in already."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from guwah.failures import WrongUse
from guwah.steps.evidence.flows import Tool, add_derived
from guwah.steps.evidence.models import Item
from guwah.steps.testimony import commands
from guwah.steps.testimony.flows import relate
from guwah.steps.testimony.flows.importing import TakenAlready, Wishes, take
from guwah.steps.testimony.layers import commands as layer_commands
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.taking.offering import items_to_read, texts_of

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from kitchen import Seal

TALK = "ALMA: Bread?\nBORIS: Two.\nALMA: Good.\nBORIS: Thanks.\n"
PAGE = "<!doctype html>\n<html><p>A page.</p></html>\n"


@pytest.fixture(autouse=True)
def _as_chiara(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (commands, layer_commands):
        monkeypatch.setattr(room, "enter_from_command", lambda: cast.chiara)


def client_of(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def run(*words: str) -> tuple[int, Any]:
    done = CliRunner().invoke(commands.group, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_only_what_can_be_a_text_is_offered_what_came_before_what_was_made_of_it(
    cast: Cast, seal: Seal
) -> None:
    sound = seal(b"RIFF\x24\0\0\0WAVEfmt ", "call.wav")
    reader = Tool("reader", "1")
    for name, data in (
        ("call.waveform.json", b"[0, 1]"),
        ("call.metadata.json", b"{}"),
        ("page.txt", b"A page."),
    ):
        add_derived(cast.chiara, sound, BytesIO(data), name, reader)
    seal(b"\x89PNG\r\n\x1a\n\0\0", "face.png")
    seal(PAGE.encode(), "page.html")
    seal(b"%PDF-1.7\n", "talk.pdf")
    seal(b"PK\x03\x04 an archive", "all.zip")
    seal(b"\x8f\x02\xff\xfe\x01 unknown", "old.txt")
    seal(TALK.encode(), "talk.txt")
    assert [item.filename for item in items_to_read(cast.case)] == ["talk.txt", "old.txt", "page.txt"]


def test_what_was_taken_in_stands_last_and_says_so(cast: Cast, seal: Seal) -> None:
    item = seal(TALK.encode())
    take(cast.chiara, cast.case, item, Wishes())
    seal(TALK.replace("Two", "Three").encode(), "other.txt")
    assert [each.filename for each in items_to_read(cast.case)] == ["other.txt", "talk.txt"]
    page = client_of(cast).get(reverse("testimony-import", args=[cast.case.pk])).content.decode()
    assert page.count("taken in already") == 1


def test_another_text_of_the_same_file_is_made_only_on_purpose(cast: Cast, seal: Seal) -> None:
    item = seal(TALK.encode())
    first = take(cast.chiara, cast.case, item, Wishes(once=True))
    assert not first.earlier
    same = take(cast.chiara, cast.case, item, Wishes(once=True))
    assert (same.layer, same.earlier) == (first.layer, True)
    with pytest.raises(TakenAlready) as told:
        take(cast.chiara, cast.case, item, Wishes(language="en", kind="translation", once=True))
    assert told.value.texts == (first.layer,)
    assert take(cast.chiara, cast.case, item, Wishes(kind="translation")).layer != first.layer
    assert len(texts_of(item)) == 2


def test_the_page_says_which_text_is_there_and_asks(cast: Cast, seal: Seal) -> None:
    item = seal(TALK.encode())
    text = take(cast.chiara, cast.case, item, Wishes()).layer
    client, where = client_of(cast), reverse("testimony-import", args=[cast.case.pk])
    told = {"item": str(item.pk), "kind": "translation", "do": "keep"}
    seen = client.get(where, {"item": str(item.pk), "kind": "translation"}).content.decode()
    link = f'href="{reverse("reader", args=[cast.case.pk, text.pk])}"'
    assert link in seen
    assert f"<bdi>{text.made_by}" in seen
    assert 'name="again"' in seen
    asked = client.post(where, told)
    assert asked.status_code == 409
    assert "Nothing was made" in asked.content.decode()
    assert Layer.objects.count() == 1
    assert client.post(where, {**told, "again": "yes"}).status_code == 302
    assert Layer.objects.count() == 2
    again = client.post(where, {**told, "kind": "original"}, follow=True).content.decode()
    assert "read in the same way. Nothing was made." in again
    assert Layer.objects.count() == 2


def test_the_page_of_a_new_text_asks_nothing(cast: Cast, seal: Seal) -> None:
    where = reverse("testimony-import", args=[cast.case.pk])
    page = (
        client_of(cast).get(where, {"item": str(seal(TALK.encode()).pk), "kind": "original"}).content.decode()
    )
    assert "Bread?" in page
    assert 'name="again"' not in page


def test_by_command_a_file_is_not_taken_in_twice_nor_sealed_again(cast: Cast, tmp_path: Path) -> None:
    path, case = tmp_path / "talk.txt", str(cast.case.pk)
    path.write_bytes(TALK.encode())
    code, first = run("import", case, str(path))
    assert (code, "earlier" in first) == (0, False)
    code, same = run("import", case, str(path))
    assert (code, same["earlier"], same["layer"]) == (0, True, first["layer"])
    comings = Item.objects.get().comings.count()
    code, told = run("import", case, str(path), "--kind", "translation")
    assert code == 1
    assert told["error"]["code"] == "taken-already"
    assert f"layer {first['layer']} (original, en)" in told["error"]["message"] or (
        f"layer {first['layer']} (original)" in told["error"]["message"]
    )
    assert str(cast.chiara) in told["error"]["message"]
    assert (Item.objects.count(), Item.objects.get().comings.count()) == (1, comings)
    code, other = run("import", case, str(path), "--kind", "translation", "--again")
    assert (code, other["item"]) == (0, first["item"])
    assert other["layer"] != first["layer"]


def test_by_command_doubts_without_a_line_name_none(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("It was cold.\nNobody came.\n")
    done = CliRunner().invoke(commands.group, ["import", str(cast.case.pk), str(path)])
    assert done.exit_code == 0
    assert "No turns were found" in done.stderr
    assert "None" not in done.stderr + done.stdout


def test_by_command_an_encoding_is_named(cast: Cast, tmp_path: Path) -> None:
    path, case = tmp_path / "talk.txt", str(cast.case.pk)
    raw = "АЛМА: Хлеб?\nБОРИС: Да.\nАЛМА: Сколько?\nБОРИС: Два.\n".encode("cp1251")
    path.write_bytes(raw)
    assert run("import", case, str(path))[0] == 3
    code, told = run("import", case, str(path), "--encoding", "cp1251")
    assert (code, told["sessions"]) == (0, [{"n": 1, "turns": 4}])
    assert Layer.objects.get(pk=told["layer"]).revisions.get().text == raw.decode("cp1251")


def test_the_texts_of_a_case_are_listed_with_their_numbers(cast: Cast, seal: Seal) -> None:
    case = str(cast.case.pk)
    assert run("list", case) == (0, {"layers": []})
    text = take(cast.chiara, cast.case, seal(TALK.encode()), Wishes(language="en")).layer
    code, told = run("list", case)
    assert (code, told["layers"][0]["layer"], told["layers"][0]["turns"]) == (0, text.pk, 4)
    shown = CliRunner().invoke(commands.group, ["list", case]).stdout
    assert f"{text.pk}" in shown
    assert "original, en; 4 turns" in shown


def test_what_cannot_be_related_says_why(cast: Cast, seal: Seal) -> None:
    one = take(cast.chiara, cast.case, seal(TALK.encode()), Wishes()).layer
    two = take(cast.chiara, cast.case, seal(TALK.replace("Two", "2").encode(), "b.txt"), Wishes()).layer
    with pytest.raises(WrongUse, match="from itself"):
        relate(cast.chiara, one, one)
    relate(cast.chiara, two, one)
    with pytest.raises(WrongUse, match="other way round"):
        relate(cast.chiara, one, two)
    code, told = run("relate", str(cast.case.pk), str(one.pk), "999")
    assert code == 2
    assert told["error"]["message"].endswith(f"number 999; it has: {one.pk}, {two.pk}.")
