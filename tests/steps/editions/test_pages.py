from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cast import PASSPHRASE
from guwah.accounts.models import Member
from guwah.steps.consent.models import SpanDecision
from guwah.steps.editions import flows
from guwah.steps.editions.models import Approval, Edition
from guwah.steps.editions.showing import audiences
from oven import MEANT

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from oven import Oven

    SignIn = Callable[[Member], Client]


def at(route: str, world: Oven, *more: int) -> str:
    return reverse(route, args=[world.cast.case.pk, *more])


def preparing(world: Oven) -> str:
    return f"{at('edition-prepare', world)}?audience=public"


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return] # an answer of the test client


def place(world: Oven, words: str) -> str:
    stretch = world.talk.place(words)
    return f"{stretch['layer']}:{stretch['start']}:{stretch['end']}"


def test_what_stands_in_the_way_is_listed_with_links(bakery: Oven, client_of: SignIn) -> None:
    client = client_of(bakery.cast.boris)
    bakery.grant()
    page = body(client.get(preparing(bakery)))
    assert "no machine chooses them" in page
    assert f"{at('consent', bakery)}#record-{bakery.records['g1'].pk}" in page
    assert "Build the edition" not in page
    bakery.mark()
    page = body(client.get(preparing(bakery)))
    assert "are not cut yet" in page
    assert "?at=s1-t4#s1-t4" in page
    assert MEANT[:40] in page


def test_the_editor_sees_what_is_cut_and_masked_and_why(bakery: Oven, client_of: SignIn) -> None:
    bakery.ready()
    page = body(client_of(bakery.cast.boris).get(preparing(bakery)))
    assert MEANT in page
    assert "by wish of" in page
    assert "a request to cut" in page
    assert "the answer to a request to cut" in page
    assert "a version of words that are cut in another text" in page
    assert "Phone number" in page
    assert "seven digits or more" in page
    assert "Build the edition" in page
    assert "To be settled before it is published" in page


def test_an_edition_is_built_approved_and_downloaded(lasting: Oven, client_of: SignIn) -> None:
    lasting.ready()
    client = client_of(lasting.cast.boris)
    answer = client.post(at("edition-build", lasting), {"audience": "public", "language": "ru"})
    built = Edition.objects.get()
    assert answer.headers["Location"] == at("edition", lasting, built.pk)
    page = body(client.get(at("edition", lasting, built.pk)))
    assert built.root in page
    assert "waits for a second person" in page
    assert "You built it" in page
    assert MEANT[:50] in page, "the ledger stays inside and shows what was withheld"
    refused = client.post(at("edition-approve", lasting, built.pk), follow=True)
    assert "Ask a second person" in body(refused)
    download = client.get(at("edition-download", lasting, built.pk))
    assert download.headers["Content-Disposition"].endswith('-not-approved.zip"')
    client = client_of(lasting.cast.emine)
    unsettled = client.post(at("edition-approve", lasting, built.pk), follow=True)
    assert "says that these are settled" in body(unsettled)
    assert 'name="settled" required' in body(unsettled)
    client.post(at("edition-approve", lasting, built.pk), {"settled": "on"})
    assert Approval.objects.get().by == lasting.cast.emine
    assert "second person" in body(client.get(at("editions", lasting)))
    download = client.get(at("edition-download", lasting, built.pk))
    assert download.headers["Content-Disposition"] == 'attachment; filename="case-1-edition-1.zip"'.replace(
        "case-1", f"case-{lasting.cast.case.pk}"
    )
    with zipfile.ZipFile(io.BytesIO(download.content)) as packed:
        assert any(name.endswith("/index.html") for name in packed.namelist())
        assert any("/proof/" in name for name in packed.namelist())


def test_whoever_approves_alone_gives_the_passphrase_again(bakery: Oven, client_of: SignIn) -> None:
    cast = bakery.ready().cast
    built = flows.build(cast.aygul, cast.case, "public")
    cast.case.memberships.all().delete()
    Member.objects.exclude(pk=cast.aygul.pk).update(is_active=False)
    Edition.objects.filter(pk=built.pk).update(built_at=built.built_at - timedelta(days=1))
    client, page = client_of(cast.aygul), at("edition-approve", bakery, built.pk)
    assert 'name="passphrase" required' in body(client.get(at("edition", bakery, built.pk)))
    assert "passphrase again" in body(client.post(page, {"settled": "on"}, follow=True))
    wrong = client.post(page, {"settled": "on", "passphrase": "not the kettles at all"}, follow=True)
    assert "does not open the vault" in body(wrong)
    assert not Approval.objects.exists()
    client.post(page, {"settled": "on", "passphrase": PASSPHRASE})
    assert Approval.objects.get().kind == Approval.Kind.ONE_PERSON


def test_what_was_taken_back_is_not_downloaded(lasting: Oven, client_of: SignIn) -> None:
    built = lasting.ready().build()
    lasting.cut("They closed our oven in the spring.", reason="later")
    answer = client_of(lasting.cast.farid).get(at("edition-download", lasting, built.pk), follow=True)
    assert "have changed since this edition was built" in body(answer)


def test_a_refused_build_says_everything_and_builds_nothing(bakery: Oven, client_of: SignIn) -> None:
    bakery.grant()
    answer = client_of(bakery.cast.boris).post(
        at("edition-build", bakery), {"audience": "public", "language": "en"}
    )
    assert answer.status_code == 200
    assert "no machine chooses them" in body(answer)
    assert not Edition.objects.exists()


def test_masked_words_are_shown_with_one_click_here_or_everywhere(bakery: Oven, client_of: SignIn) -> None:
    bakery.ready()
    client = client_of(bakery.cast.boris)
    words = f"{at('edition-words', bakery, bakery.talk.layer.pk)}?audience=public"
    assert "Kamal Bekov" in body(client.get(words))
    sent = {
        "audience": "public",
        "layer": bakery.talk.layer.pk,
        "page": 1,
        "here": place(bakery, "Kamal Bekov"),
    }
    answer = client.post(at("edition-decide", bakery), sent)
    assert answer.headers["Location"].startswith(words)
    assert SpanDecision.objects.filter(show=True).count() == 1
    everywhere = {"audience": "public", "everywhere": place(bakery, "+7 000 555 43 21")}
    answer = client.post(at("edition-decide", bakery), everywhere)
    assert answer.headers["Location"] == preparing(bakery)
    assert SpanDecision.objects.filter(show=True, category="phone").count() == 2, "in both texts"


def test_what_is_ticked_is_decided_together(bakery: Oven, client_of: SignIn) -> None:
    bakery.ready()
    client = client_of(bakery.cast.boris)
    ticked = {
        "audience": "public",
        "place": [place(bakery, "Kamal Bekov"), place(bakery, "Tandyr Street 14")],
    }
    client.post(at("edition-decide", bakery), {**ticked, "act": "mask"})
    assert SpanDecision.objects.filter(show=False).count() == 3
    assert "somebody decided that it stays masked" in body(client.get(preparing(bakery)))
    client.post(at("edition-decide", bakery), {**ticked, "act": "show"})
    assert SpanDecision.objects.filter(show=True, replaced_at=None).count() == 3
    nothing = client.post(at("edition-decide", bakery), {"audience": "public", "act": "show"}, follow=True)
    assert "not masked as they were" in body(nothing)


@pytest.mark.parametrize("who", ["chiara", "farid", "gulya"])
def test_whoever_only_sees_editions_builds_none(bakery: Oven, client_of: SignIn, who: str) -> None:
    client = client_of(bakery.cast.members[who])
    assert "Prepare an edition" not in body(client.get(at("editions", bakery)))
    assert client.get(preparing(bakery)).status_code == 403
    assert client.post(at("edition-build", bakery)).status_code == 403


def test_a_delegate_learns_nothing_of_what_was_withheld(bakery: Oven, client_of: SignIn) -> None:
    built = bakery.ready().build()
    page = body(client_of(bakery.cast.gulya).get(at("edition", bakery, built.pk)))
    assert built.root in page
    assert MEANT not in page
    assert "Approve this edition" not in page


def test_what_does_not_exist_is_not_found(bakery: Oven, client_of: SignIn) -> None:
    client = client_of(bakery.cast.boris)
    assert client.get(at("edition", bakery, 999)).status_code == 404
    assert client.get(f"{at('edition-prepare', bakery)}?audience=everybody").status_code == 404
    assert client.get(f"{at('edition-prepare', bakery)}?audience=case_team").status_code == 404
    assert client.get(f"{at('edition-words', bakery, 999)}?audience=public").status_code == 404
    wrong = {"audience": "public", "language": "tlh"}
    assert client.post(at("edition-build", bakery), wrong).status_code == 404


def test_an_edition_is_for_somebody_outside() -> None:
    assert "public" in audiences()
    assert "concerned_state" in audiences()
    assert not {"self", "collector", "case_team", "organisation"} & set(audiences())


def test_a_long_text_is_read_in_parts(
    bakery: Oven, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guwah.steps.editions.showing.PAGE", 4)
    client = client_of(bakery.cast.boris)
    words = f"{at('edition-words', bakery, bakery.talk.layer.pk)}?audience=public"
    assert "Part 1 of 3" in body(client.get(words))
    last = body(client.get(f"{words}&page=99"))
    assert "Part 3 of 3" in last
    assert "How did it go" not in last
