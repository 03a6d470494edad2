"""Who checked a text: it stands until an edit, and only then does a machine's text go anywhere (law 6)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused, WrongUse
from guwah.instruments.languages.direction import isolate
from guwah.steps.claims.flows import Statement, make_claim
from guwah.steps.editions.scope import parts_of
from guwah.steps.testimony import flows
from guwah.steps.testimony.commands import group
from guwah.steps.testimony.flows.checking import offered
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import commands
from guwah.steps.testimony.layers.reviewing import (
    history,
    is_unchecked,
    state_of,
    unchecked_drafts,
    with_states,
)
from guwah.steps.testimony.layers.tables import TextReview
from guwah.steps.testimony.models import Layer
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kitchen import Keep

    ClientOf = Callable[[Member], Client]

KAZAKH = "Conversation with Alma\nБорис: Қазан қайда?\nАлма: Өмір бойы осында.\nБорис: Иә.\nАлма: Жақсы.\n"


@pytest.fixture
def pair(keep: Keep, cast: Cast) -> tuple[Layer, Layer]:
    """A talk, and the same in another script as a machine wrote it."""
    talk = keep(KAZAKH, language="kk").layer
    return talk, flows.in_other_script(cast.daniyar, talk, "kk-Latn").imported.layer


def _edit(cast: Cast, layer: Layer, words: str) -> None:
    now = layer.revisions.latest("number")
    block = now.blocks.order_by("start")[0]
    flows.revise(cast.daniyar, layer, now.number, [Wish("fix", block.uid, words)])


def _goes(layer: Layer) -> bool:
    return layer.pk in {part.layer.pk for part in parts_of(layer.case)}


def test_a_machine_text_goes_out_only_while_somebody_answers_for_its_words(
    pair: tuple[Layer, Layer], cast: Cast
) -> None:
    talk, draft = pair
    assert (state_of(draft).code, is_unchecked(draft), _goes(draft)) == ("draft", True, False)
    review = flows.check(cast.daniyar, draft, 1, "text", " Read aloud. ", original=1)
    assert (review.made_by, review.compared, review.note) == (
        cast.daniyar,
        talk.revisions.get(),
        "Read aloud.",
    )
    assert (state_of(draft).code, is_unchecked(draft), _goes(draft)) == ("checked", False, True)
    assert LogEntry.objects.latest("index").act == "text-checked"
    _edit(cast, draft, "Qazan qayda?")
    assert (state_of(draft).code, _goes(draft)) == ("changed", False)
    with pytest.raises(Refused) as refused:
        flows.check(cast.emine, draft, 1, "text", original=1)
    assert refused.value.code == "edited-meanwhile"
    flows.check(cast.emine, draft, 2, "text", original=1)
    assert _goes(draft)
    # The other text is another one since: nobody has held these words against that.
    _edit(cast, talk, "Қазан қайда екен?")
    assert (state_of(draft).code, _goes(draft), _goes(talk)) == ("changed", False, True)


def test_a_check_vouches_only_for_the_original_that_was_shown(
    pair: tuple[Layer, Layer], cast: Cast, client_of: ClientOf
) -> None:
    talk, draft = pair
    url = f"/cases/{cast.case.pk}/testimony/{draft.pk}/review/"
    client = client_of(cast.daniyar)
    form = client.get(url).context["form"]
    shown = {"against": "text", "base": form["base"].value(), "original": form["original"].value()}
    _edit(cast, talk, "Балық қайда?")
    assert "changed since this page was loaded" in client.post(url, shown).content.decode()
    for original in (1, None):
        with pytest.raises(Refused) as refused:
            flows.check(cast.daniyar, draft, 1, "text", original=original)
        assert refused.value.code == "edited-meanwhile"
    assert not _goes(draft)
    assert flows.check(cast.daniyar, draft, 1, "text", original=2).compared == talk.revisions.latest("number")


def test_a_check_that_is_taken_back_counts_for_nothing(pair: tuple[Layer, Layer], cast: Cast) -> None:
    _, draft = pair
    review = flows.check(cast.daniyar, draft, 1, "text", original=1)
    with pytest.raises(NotPermitted):
        flows.uncheck(cast.farid, cast.case, review)
    for _ in range(2):
        assert flows.uncheck(cast.emine, cast.case, review).withdrawn_by == cast.emine
    assert (state_of(draft).code, _goes(draft)) == ("draft", False)
    assert [each.withdrawn_by for each in history(draft)] == [cast.emine]
    assert LogEntry.objects.filter(act="check-withdrawn").count() == 1


def test_a_machine_text_is_no_original_and_its_own_file_is_none_either(
    pair: tuple[Layer, Layer], cast: Cast, keep: Keep
) -> None:
    talk, draft = pair
    further = flows.in_other_script(cast.daniyar, draft, "kk-Arab").imported.layer
    with pytest.raises(Refused) as refused:
        flows.check(cast.daniyar, further, 1, "text", original=1)
    assert refused.value.code == "original-unchecked"
    first = flows.check(cast.daniyar, draft, 1, "text", original=1)
    flows.check(cast.daniyar, further, 1, "text", original=1)
    assert unchecked_drafts(cast.case) == frozenset()
    # What was held against a draft stands and falls with it.
    flows.uncheck(cast.daniyar, cast.case, first)
    assert unchecked_drafts(cast.case) == {draft.pk, further.pk}
    alone = keep("A: One.\nB: Two.\nA: Three.\nB: Four.\n", "alone.txt", kind="machine").layer
    assert (offered(alone), offered(talk), offered(draft)) == ([], ["file"], ["text"])
    with pytest.raises(WrongUse) as wrong:
        flows.check(cast.daniyar, alone, 1, "file")
    assert wrong.value.code == "nothing-to-check-against"
    alone.recording = talk.revisions.get().item
    assert offered(alone) == ["recording"]
    assert state_of(alone).code == "draft"


def test_texts_held_against_one_another_in_a_circle_vouch_for_nothing(
    pair: tuple[Layer, Layer], cast: Cast
) -> None:
    talk, draft = pair
    flows.check(cast.daniyar, draft, 1, "text", original=1)
    Layer.objects.filter(pk=talk.pk).update(translated_from=draft, kind="machine")
    one, other = talk.revisions.get(), draft.revisions.get()
    TextReview.objects.create(revision=one, compared=other, against="text", made_by=cast.daniyar)
    assert unchecked_drafts(cast.case) == {talk.pk, draft.pk}


def test_claims_on_a_checked_text_are_no_machine_s(pair: tuple[Layer, Layer], cast: Cast) -> None:
    _, draft = pair
    anchor = flows.anchor_by_quote(cast.chiara, draft.revisions.get(), "osynda")

    def claimed() -> bool:
        return make_claim(cast.chiara, cast.case, anchor, Statement(kind="statement", value="said")).machine

    assert claimed()
    flows.check(cast.chiara, draft, 1, "text", original=1)
    assert not claimed()


@pytest.mark.parametrize("who", ["farid", "gulya", "hanna"])
def test_who_only_reads_checks_nothing(pair: tuple[Layer, Layer], cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        flows.check(cast.members[who], pair[1], 1, "text", original=1)


def test_states_of_many_texts_are_three_questions(
    pair: tuple[Layer, Layer], cast: Cast, django_assert_num_queries: Callable[..., object]
) -> None:
    layers = Layer.objects.filter(case=cast.case).select_related("case")
    with django_assert_num_queries(4):  # type: ignore[attr-defined] # a context manager of pytest-django
        assert [each.state.code for each in with_states(layers) if each.state] == ["draft", "draft"]


def test_the_pages_show_and_take_it(pair: tuple[Layer, Layer], cast: Cast, client_of: ClientOf) -> None:
    talk, draft = pair
    home = f"/cases/{cast.case.pk}/testimony/"
    url = f"{home}{draft.pk}/review/"
    client = client_of(cast.daniyar)
    assert "Machine-made, not checked" in client.get(f"{home}{draft.pk}/").content.decode()
    assert "layer-machine" in client.get(f"{home}{draft.pk}/").content.decode()
    page = client.get(url).content.decode()
    assert "the text it was made from" in page
    assert "the sealed file" not in page
    wrong = client.post(url, {"against": "file", "base": 1})
    assert wrong.status_code == 200
    late = client.post(url, {"against": "text", "base": 7}).content.decode()
    assert "changed since this page was loaded" in late
    shown = client.post(
        url, {"against": "text", "base": 1, "original": 1, "note": "Aloud"}, follow=True
    ).content.decode()
    assert f"checked by {isolate('Daniyar')}" in shown
    assert "Aloud" in shown
    for place in (home, f"{home}{draft.pk}/", f"{home}{talk.pk}/related/", f"/cases/{cast.case.pk}/"):
        told = client.get(place).content.decode()
        assert f"checked by {isolate('Daniyar')}" in told, place
        assert "Machine-made, not checked" not in told, place
    assert "layer-machine" not in client.get(f"{home}{draft.pk}/").content.decode()
    _edit(cast, draft, "Qazan qayda?")
    told = client.get(f"{home}{draft.pk}/").content.decode()
    assert f"changed since {isolate('Daniyar')} checked it" in told
    assert "Machine-made, not checked" in told
    (review,) = history(draft)
    assert client_of(cast.farid).post(f"{url}{review.pk}/back/").status_code == 403
    client = client_of(cast.daniyar)
    assert client.post(f"{home}{talk.pk}/review/{review.pk}/back/").status_code == 404
    told = client.post(f"{url}{review.pk}/back/", follow=True).content.decode()
    assert "taken back" in told
    reader = client_of(cast.farid).get(url).content.decode()
    assert "I have checked it" not in reader


def test_a_person_s_text_says_that_nobody_has_checked_it(
    pair: tuple[Layer, Layer], cast: Cast, client_of: ClientOf
) -> None:
    talk, _ = pair
    url = f"/cases/{cast.case.pk}/testimony/{talk.pk}/"
    assert "nobody has checked it yet" in client_of(cast.farid).get(url).content.decode()
    flows.check(cast.emine, talk, 1, "file")
    _edit(cast, talk, "Қазан қайда екен?")
    told = client_of(cast.farid).get(url).content.decode()
    assert f"changed since {isolate('Emine')} checked it" in told
    # A person's text goes out as before: consent and who read its turns decide.
    assert _goes(talk)


def test_the_command_tells_checks_and_takes_back(
    pair: tuple[Layer, Layer], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, draft = pair
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.daniyar)
    words = ["check", str(cast.case.pk), str(draft.pk)]
    asked = CliRunner().invoke(group, [*words, "--json"])
    assert asked.exit_code == 1
    assert json.loads(asked.stdout)["state"] == "draft"
    done = CliRunner().invoke(
        group, [*words, "--against", "text", "--base", "1", "--original", "1", "--json"]
    )
    told = json.loads(done.stdout)
    assert (done.exit_code, told["state"], told["by"], told["checked"]) == (0, "checked", "daniyar", 1)
    assert "checked by daniyar" in CliRunner().invoke(group, words).stdout
    assert CliRunner().invoke(group, [*words, "--withdraw"]).exit_code == 1
    assert CliRunner().invoke(group, [*words, "--against", "file", "--base", "1"]).exit_code == 2
    for some in (["--against", "text"], ["--against", "text", "--base", "1"]):
        refused = CliRunner().invoke(group, [*words, *some, "--json"])
        assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (2, "no-text-number")
