"""The same words in another script: a machine layer with the same turns, aligned, its losses told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused, WrongUse
from guwah.steps.evidence.models import Item
from guwah.steps.testimony import flows
from guwah.steps.testimony.commands import group
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import commands, queries
from guwah.steps.testimony.layers.versions import group_of
from guwah.steps.testimony.models import Layer, Revision
from guwah.steps.testimony.search.withheld import closed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kitchen import Keep

    ClientOf = Callable[[Member], Client]

KAZAKH = "Conversation with Alma\nБорис: Қазан қайда?\n[inaudible]\nАлма: Өмір бойы осында [sic].\n"
ONE_CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Alma>قازان نەدە؟\n"
CUES = ONE_CUE + "".join(
    f"\n00:0{n}.000 --> 00:0{n}.900\n<v {who}>ھويلىدا.\n"
    for n, who in enumerate(("Boris", "Alma", "Boris"), 3)
)


def test_turns_sessions_and_marks_stay_and_only_words_are_rewritten(keep: Keep, cast: Cast) -> None:
    original = keep(KAZAKH, language="kk")
    made = flows.in_other_script(cast.daniyar, original.layer, "kk-Latn")
    layer, revision = made.imported.layer, made.imported.revision
    assert revision.text == KAZAKH.replace("Қазан қайда", "Qazan qaida").replace(
        "Өмір бойы осында", "Ömır boiy osynda"
    )
    assert (layer.kind, layer.language, layer.translated_from) == ("machine", "kk-Latn", original.layer)
    assert made.losses == ("letters-as-one",)
    assert revision.marks.count() == original.revision.marks.count() == 1
    assert revision.item is not None
    assert revision.item.derived_from == original.revision.item
    alignment = queries.alignment_between(original.revision, revision)
    assert alignment is not None
    assert [row.doubts for row in queries.live(alignment)] == [[], []]


def test_another_format_is_written_as_text_first(keep: Keep, cast: Cast) -> None:
    original = keep(CUES, "talk.vtt", language="ug")
    made = flows.in_other_script(cast.daniyar, original.layer, "ug-Latn")
    assert "qazan nede?" in made.imported.revision.text
    assert made.imported.revision.format == "labelled-text"
    # A label that stands once is none in labelled text: rather nothing than another text.
    with pytest.raises(Refused) as refused:
        flows.in_other_script(cast.daniyar, keep(ONE_CUE, "one.vtt", language="ug").layer, "ug-Latn")
    assert refused.value.code == "other-turns"


def test_a_letter_without_turns_is_rewritten_too(keep: Keep, cast: Cast) -> None:
    letter = keep("Қазан жоқ.\n\nКім алды?\n", "letter.txt", language="kk-Cyrl")
    made = flows.in_other_script(cast.daniyar, letter.layer, "kk-Arab")
    assert made.imported.revision.text == "قازان جوق.\n\nكٴىم الدى؟\n".replace("كٴىم", "كىم")
    assert made.losses == ("capitals",)


def test_what_cannot_be_made_is_refused_and_nothing_is_kept(keep: Keep, cast: Cast) -> None:
    original = keep(KAZAKH, language="kk")
    before = Item.objects.count()
    with pytest.raises(NotPermitted):
        flows.in_other_script(cast.farid, original.layer, "kk-Latn")
    for language, target in (("kk", "ug-Latn"), ("", "kk-Latn"), ("ru", "ru-Latn"), ("??", "kk-Latn")):
        original.layer.language = language
        with pytest.raises(WrongUse) as wrong:
            flows.in_other_script(cast.daniyar, original.layer, target)
        assert wrong.value.code == "no-such-way"
    assert Item.objects.count() == before
    original.layer.language = "kk"
    flows.in_other_script(cast.daniyar, original.layer, "kk-Latn")
    with pytest.raises(Refused) as refused:
        flows.in_other_script(cast.daniyar, original.layer, "kk-Latn")
    assert refused.value.code == "made-already"


def _fixed(cast: Cast, layer: Layer, words: str) -> None:
    block = layer.revisions.latest("number").blocks.order_by("start")[0]
    base = layer.revisions.latest("number").number
    flows.revise(cast.daniyar, layer, base, [Wish("fix", block.uid, words)])


def test_a_corrected_text_is_written_anew_into_the_same_layer(keep: Keep, cast: Cast) -> None:
    original = keep(KAZAKH, language="kk")
    made = flows.in_other_script(cast.daniyar, original.layer, "kk-Latn").imported
    _fixed(cast, original.layer, "Жаһан қайда?")
    again = flows.in_other_script(cast.daniyar, original.layer, "kk-Latn")
    assert (again.imported.layer, again.imported.revision.number) == (made.layer, 2)
    assert "Борис: Jahan qaida?" in again.imported.revision.text
    assert again.imported.revision.item is not None
    assert again.imported.revision.item.derived_from == original.revision.item
    newest = original.layer.revisions.latest("number")
    assert queries.alignment_between(newest, again.imported.revision) is not None
    # What a person has corrected there is overwritten by nothing.
    _fixed(cast, original.layer, "Қазан қайда екен?")
    _fixed(cast, made.layer, "Qazan qayda?")
    with pytest.raises(Refused) as refused:
        flows.in_other_script(cast.daniyar, original.layer, "kk-Latn")
    assert refused.value.code == "corrected-there"
    assert made.layer.revisions.count() == 3


def test_a_text_that_was_typed_here_has_other_scripts_too(keep: Keep, cast: Cast) -> None:
    typed = keep(KAZAKH, language="kk").layer
    Revision.objects.filter(layer=typed).update(item=None)
    made = flows.in_other_script(cast.daniyar, typed, "kk-Arab")
    assert "قازان قايدا؟" in made.imported.revision.text
    sealed = made.imported.revision.item
    assert sealed is not None
    assert (sealed.derived_from, sealed.source) == (None, typed.source)


def test_words_that_do_not_lead_back_are_shown_in_the_reader(
    keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    original = keep(KAZAKH.replace("Қазан", "Жаһан, Ляззат"), language="kk")
    made = flows.in_other_script(cast.daniyar, original.layer, "kk-Latn").imported
    spots = made.revision.reading["script"]["spots"]
    assert [made.revision.text[start:end] for start, end, _ in spots] == ["Jahan", "Liazzat"]
    shown = client_of(cast.farid).get(f"/cases/{cast.case.pk}/testimony/{made.layer.pk}/").content.decode()
    assert shown.count('class="is-spot"') == 2
    # Noted once in the margin, not at every word.
    assert shown.count("Not certain in this script") == 1
    back = flows.in_other_script(cast.daniyar, made.layer, "kk-Cyrl").imported.revision
    assert "Жахан, Лиаззат қайда?" in back.text
    arabic = flows.in_other_script(cast.daniyar, original.layer, "kk-Arab").imported.revision
    assert "capitals" in arabic.reading["script"]["losses"]
    assert "capitals" not in {code for _, _, code in arabic.reading["script"]["spots"]}


def test_chinese_stands_in_pinyin_with_its_doubtful_readings(keep: Keep, cast: Cast) -> None:
    talk = "Conversation\nBoris: 银行在哪里？\nAlma: 长。\nBoris: 好。\nAlma: 我在厨房。\n"
    made = flows.in_other_script(cast.daniyar, keep(talk, language="zh").layer, "zh-Latn-pinyin")
    assert "Boris: yínháng zài nǎlǐ?" in made.imported.revision.text
    assert made.losses == ("one-way",)
    assert (made.imported.layer.language, made.imported.layer.kind) == ("zh-Latn-pinyin", "machine")
    text = made.imported.revision.text
    kept = made.imported.revision.reading["script"]["spots"]
    assert ["zhǎng", "several-readings"] in [[text[a:b], code] for a, b, code in kept]


def test_it_is_made_from_the_page_and_by_command(
    keep: Keep, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = keep(KAZAKH, language="kk")
    url = f"/cases/{cast.case.pk}/testimony/{original.layer.pk}/"
    client = client_of(cast.chiara)
    assert 'value="kk-Latn"' in client.get(f"{url}related/").content.decode()
    answer = client.post(f"{url}rewritten/", {"to": "kk-Latn"}, follow=True)
    shown = answer.content.decode()
    assert "Qazan qaida" in shown
    assert "Machine-made, not checked" in shown
    assert "some letters that the old script tells apart" in shown
    assert client.post(f"{url}rewritten/", {"to": "xx"}).status_code == 302

    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.daniyar)
    words = ["script", str(cast.case.pk), str(original.layer.pk), "--to", "kk-Arab"]
    told = json.loads(CliRunner().invoke(group, [*words, "--json"]).stdout)
    assert told == {
        "layer": Layer.objects.latest("pk").pk,
        "from": original.layer.pk,
        "losses": ["capitals", "letters-as-one"],
    }
    refused = CliRunner().invoke(group, words)
    assert refused.exit_code == 1


def test_a_script_of_a_text_with_other_turns_is_not_counted_against_a_translation_of_the_first(
    keep: Keep, cast: Cast
) -> None:
    kk = "Әңгіме\nБорис: Қазан қайда? Қайда?\nАлма: Інім жасырды.\nБорис: Иә.\nАлма: Жақсы.\nБорис: Болды.\n"
    ru = "Беседа\nБорис: Где? Где?\nАлма: Брат спрятал.\nБорис: Да.\nАлма: Хорошо.\nБорис: Всё.\n"
    talk, other = keep(kk, language="kk"), keep(ru, "ru.txt", language="ru")
    flows.relate(cast.daniyar, other.layer, talk.layer)
    blocks = list(talk.revision.blocks.order_by("start"))
    wishes = [Wish("split", blocks[0].uid, at=12), Wish("merge", blocks[4].uid)]
    now = flows.revise(cast.daniyar, talk.layer, 1, wishes)
    script = flows.in_other_script(cast.daniyar, talk.layer, "kk-Latn").imported
    alignment = queries.alignment_between(now, script.revision)
    assert alignment is not None
    flows.confirm(cast.daniyar, cast.case, list(queries.live(alignment)))
    anchor = flows.anchor_by_quote(cast.chiara, now, "Інім жасырды.")
    flows.cut(cast.chiara, cast.case, anchor, "r", "witness")
    found = closed(group_of(talk.layer))[other.layer.pk]
    assert any("Брат спрятал." in other.revision.text[start:end] for start, end in found)
