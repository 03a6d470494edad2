"""Texts side by side in the reader: every character once, line by line, and confirmed from the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from guwah.steps.testimony import flows
from guwah.steps.testimony import queries as texts
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import queries
from kitchen import led_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.layers.tables import Alignment
    from kitchen import Keep

    ClientOf = Callable[[Member], Client]

Tree = Any
SAID = (
    "Conversation with Alma\nBoris: Where are the kettles?\n[inaudible]\n"
    "Alma: In the yard, all 320, and nobody signed.\n"
    "Conversation with Alma, a week later\nBoris: Who saw it?\nAlma: Meruert saw it in the spring of 2019.\n"
)
OTHER = (
    "Первый разговор\n\nБорис: Где котлы?\n\nАлма: Во дворе, все 320.\n\nАлма: И никто не расписался.\n\n"
    "Второй разговор\n\nБорис: Кто это видел?\n\nАлма: Меруерт видела весной 2019 года.\n"
)
UYGHUR = "Boris: قازانلار نەدە؟\n\nAlma: ھويلىدا، ھەممىسى 320.\n"


@pytest.fixture
def pair(keep: Keep, cast: Cast) -> tuple[Imported, Imported]:
    original, other = keep(SAID), keep(OTHER, "translation.txt", language="ru")
    flows.relate(cast.chiara, other.layer, original.layer)
    return original, other


def reader(kept: Imported, *others: Imported, more: str = "") -> str:
    beside = "&".join(f"with={each.layer.pk}" for each in others)
    return f"/cases/{kept.layer.case_id}/testimony/{kept.layer.pk}/?{beside}{more}"


def page(client: Client, url: str) -> Tree:
    answer = client.get(url)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def lines(tree: Tree) -> list[list[str]]:
    """Return the words of every cell, line by line."""
    return [
        [
            " / ".join(" ".join(words.text_content().split()) for words in cell.xpath(".//*[@data-words]"))
            for cell in line.find_class("beside-cell")
        ]
        for line in tree.xpath("//li[@data-line]")
    ]


def test_groups_stand_side_by_side_each_in_its_language(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf
) -> None:
    original, other = pair
    flows.propose(cast.chiara, original.layer, other.layer)
    tree = page(client_of(cast.farid), reader(original, other))

    assert lines(tree) == [
        ["Where are the kettles?", "Где котлы?"],
        ["In the yard, all 320, and nobody signed.", "Во дворе, все 320. / И никто не расписался."],
        ["Who saw it?", "Кто это видел?"],
        ["Meruert saw it in the spring of 2019.", "Меруерт видела весной 2019 года."],
    ]
    cells = tree.xpath("//li[@data-line][1]//*[@data-words]")
    assert [each.get("lang") for each in cells] == ["en", "ru"]
    assert [each.get("data-layer") for each in cells] == [str(original.layer.pk), str(other.layer.pk)]
    assert [each.get("data-revision") for each in cells] == [
        str(original.revision.pk),
        str(other.revision.pk),
    ]
    ids = [each.get("id") for each in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert f"l{other.layer.pk}-s1-t3" in ids
    heads = [each.text_content().strip() for each in tree.xpath("//li[@class='session-head']/h2")]
    assert heads == ["Session 1: Conversation with Alma", "Session 2: Conversation with Alma, a week later"]
    # An event stays where it was said, in its own text.
    assert tree.xpath("//li[@data-line][1]//ol[1]//li[contains(@class,'event')]")


def test_the_same_is_seen_from_the_translation(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf
) -> None:
    original, other = pair
    flows.propose(cast.chiara, original.layer, other.layer)
    seen = lines(page(client_of(cast.farid), reader(other, original)))
    assert seen[1] == [
        "Во дворе, все 320. / И никто не расписался.",
        "In the yard, all 320, and nobody signed.",
    ]
    assert len(seen) == 4


def test_a_turn_without_a_counterpart_says_so(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf
) -> None:
    original, other = pair
    alignment = flows.propose(cast.chiara, original.layer, other.layer)
    flows.part(cast.chiara, cast.case, queries.live(alignment)[1], 1, 1)
    for here, there in ((original, other), (other, original)):
        seen = lines(page(client_of(cast.farid), reader(here, there)))
        assert len(seen) == 5
        assert sorted(seen[2]) == ["", "И никто не расписался."]


def test_what_nobody_aligned_stands_by_its_numbers_and_the_page_says_so(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf
) -> None:
    original, other = pair
    tree = page(client_of(cast.farid), reader(original, other))
    assert lines(tree)[1] == [
        "In the yard, all 320, and nobody signed.",
        "Во дворе, все 320. / И никто не расписался.",
    ]
    assert "Nobody has said yet" in tree.text_content()
    assert not tree.xpath("//button[@name='propose']")
    mine = page(client_of(cast.chiara), reader(original, other))
    assert mine.xpath("//button[@name='propose']")
    # A turn is edited in the reader of its own text.
    assert mine.xpath("//li[@data-line]/ol[1]//*[@data-edit]")
    assert not mine.xpath("//li[@data-line]/ol[2]//*[@data-edit]")


def test_three_texts_share_the_lines_that_none_reaches_across(
    pair: tuple[Imported, Imported], keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    original, other = pair
    third = keep(UYGHUR, "third.txt", language="ug")
    flows.relate(cast.chiara, third.layer, original.layer, "translation")
    flows.propose(cast.chiara, original.layer, other.layer)
    alignment = flows.propose(cast.chiara, original.layer, third.layer)
    flows.join(cast.chiara, cast.case, queries.live(alignment)[0])
    tree = page(client_of(cast.farid), reader(original, other, third))
    seen = lines(tree)
    assert [len(line) for line in seen] == [3] * len(seen)
    assert seen[0][0] == "Where are the kettles? / In the yard, all 320, and nobody signed."
    assert seen[0][2].startswith("قازانلار نەدە؟")
    assert {each.get("dir") for each in tree.xpath("//li[@data-line][1]//ol[3]//*[@data-words]")} == {"rtl"}
    assert "Меруерт" in seen[-1][1]


def test_a_text_that_is_no_kin_is_not_shown(keep: Keep, cast: Cast, client_of: ClientOf) -> None:
    one, stranger = keep(SAID), keep(OTHER, "other.txt")
    tree = page(client_of(cast.farid), reader(one, stranger, more="&with=x&with=99999999999999999999"))
    assert not tree.xpath("//li[@data-line]")


def test_only_the_groups_of_a_part_are_shown_and_none_is_lost(
    keep: Keep, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "".join(f"Boris: Question number {n}?\n\nAlma: I answer {n} times {n}.\n\n" for n in range(20))
    told = "".join(f"Борис: Вопрос номер {n}?\n\nАлма: Отвечаю {n} раз {n}.\n\n" for n in range(20))
    original, other = keep(said), keep(told, "t.txt", language="ru")
    flows.relate(cast.chiara, other.layer, original.layer)
    flows.propose(cast.chiara, original.layer, other.layer)
    monkeypatch.setattr(texts, "PAGE", 90)
    client = client_of(cast.farid)
    seen = [
        line
        for number in (1, 2, 3)
        for line in lines(page(client, reader(original, other, more=f"&page={number}")))
    ]
    assert len(seen) == 40
    assert [line[1].split()[-1].strip("?.") for line in seen] == [str(n) for n in range(20) for _ in range(2)]
    ways = page(client, reader(original, other, more="&page=2")).xpath("//nav//a[@rel='next']/@href")
    assert ways
    assert all(f"with={other.layer.pk}" in way for way in ways)


def post(client: Client, kept: Imported, other: Imported, **said: str) -> str:
    url = f"/cases/{kept.layer.case_id}/testimony/{kept.layer.pk}/aligned/"
    answer = client.post(url, {"with": str(other.layer.pk), "page": "1", **said})
    assert answer.status_code == 302
    return led_to(answer)


def states(alignment: Alignment) -> list[bool]:
    return [row.confirmed_at is not None for row in queries.live(alignment)]


def test_groups_are_confirmed_from_the_page_one_after_the_other(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf
) -> None:
    original, other = pair
    client = client_of(cast.daniyar)
    assert f"with={other.layer.pk}" in post(client, original, other, propose=str(other.layer.pk))
    alignment = queries.alignment_between(original.revision, other.revision)
    assert alignment is not None
    first, second, third, last = queries.live(alignment)

    assert post(client, original, other, confirm=str(first.pk)).endswith(f"#g{second.pk}")
    assert post(client, original, other, confirm=str(last.pk)).endswith(f"#g{last.pk}")
    assert states(alignment) == [True, False, False, True]
    tree = page(client, reader(original, other))
    assert [each.get("value") for each in tree.xpath("//button[@name='all']")] == [str(third.pk)]
    post(client, original, other, all=str(third.pk))
    assert states(alignment) == [True, False, True, True]
    post(client, original, other, withdraw=str(first.pk))
    assert states(alignment) == [False, False, True, True]


@pytest.mark.parametrize("from_translation", [False, True])
def test_a_group_is_parted_and_joined_from_either_text(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf, *, from_translation: bool
) -> None:
    original, other = pair
    here, there = (other, original) if from_translation else (original, other)
    alignment = flows.propose(cast.chiara, original.layer, other.layer)
    many = queries.live(alignment)[1]
    client = client_of(cast.daniyar)
    ours, theirs = ("2", "1") if from_translation else ("1", "2")
    refused = post(
        client, here, there, part=str(many.pk), **{f"ours-{many.pk}": ours, f"theirs-{many.pk}": theirs}
    )
    assert "#" not in refused
    ours, theirs = ("1", "0") if from_translation else ("0", "1")
    post(client, here, there, part=str(many.pk), **{f"ours-{many.pk}": ours, f"theirs-{many.pk}": theirs})
    rows = list(queries.live(alignment))
    assert [row.doubts for row in rows[1:3]] == [["alone"], []] or rows[1].doubts == ["alone"]
    assert post(client, here, there, join=str(rows[1].pk)).startswith("/cases/")
    assert [row.doubts for row in queries.live(alignment)] == [[], ["many"], [], []]


@pytest.mark.parametrize("said", [{}, {"confirm": "0"}, {"confirm": "x"}, {"all": "1 x"}, {"propose": "0"}])
def test_nonsense_changes_nothing(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf, said: dict[str, str]
) -> None:
    original, _ = pair
    url = f"/cases/{cast.case.pk}/testimony/{original.layer.pk}/aligned/"
    assert client_of(cast.chiara).post(url, said).status_code == 404


def test_two_texts_are_related_from_a_page(keep: Keep, cast: Cast, client_of: ClientOf) -> None:
    original, other = keep(SAID), keep(OTHER, "t.txt", language="ru")
    client = client_of(cast.chiara)
    url = f"/cases/{cast.case.pk}/testimony/{other.layer.pk}/"
    assert "No other text is said" in page(client, f"{url}related/").text_content()
    answer = client.post(f"{url}relate/", {"original": str(original.layer.pk), "kind": "translation"})
    assert led_to(answer) == f"{url}related/"
    other.layer.refresh_from_db()
    assert other.layer.translated_from == original.layer
    tree = page(client, f"{url}related/")
    assert "nobody has said which turns" in tree.text_content()
    post(client, other, original, propose=str(original.layer.pk))
    assert "4 groups of turns, 0 confirmed, 1 doubtful" in " ".join(
        page(client, f"{url}related/").text_content().split()
    )
    # A second original is refused, and a form that says nothing comes back.
    third = keep(UYGHUR, "third.txt")
    client.post(f"{url}relate/", {"original": str(third.layer.pk), "kind": "script"})
    other.layer.refresh_from_db()
    assert other.layer.translated_from == original.layer
    assert client.post(f"{url}relate/", {"kind": "translation"}).status_code == 200


def test_words_of_the_other_text_are_held_in_that_text(
    pair: tuple[Imported, Imported], cast: Cast, client_of: ClientOf
) -> None:
    original, other = pair
    flows.propose(cast.chiara, original.layer, other.layer)
    anchor = flows.anchor_by_quote(cast.chiara, other.revision, "все 320")
    flows.cut(cast.chiara, cast.case, anchor, "a reason", "witness")
    tree = page(client_of(cast.farid), reader(original, other))
    (cut,) = tree.find_class("is-cut")
    assert cut.text_content().endswith("все 320")
    assert cut.xpath("ancestor::ol[1]/@aria-label")[0].startswith("translation")


def test_a_line_says_which_sentences_answer_to_one_another(
    keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    one = keep("Boris: Where? When?\nAlma: In 1920. All 320 sacks.\nBoris: So.\nAlma: Yes.\n")
    other = keep(
        "Борис: Где? Когда?\nАлма: В 1920 году. Все 320 мешков.\nБорис: Так.\nАлма: Да.\n",
        "ru.txt",
        language="ru",
    )
    flows.relate(cast.chiara, other.layer, one.layer)
    flows.propose(cast.chiara, one.layer, other.layer)
    tree = page(client_of(cast.farid), reader(one, other))
    told = [json.loads(line.get("data-sentences")) for line in tree.xpath("//*[@data-line]")]
    mine, theirs = one.revision.text, other.revision.text
    said = [
        ([mine[a:b] for a, b in ours], [theirs[a:b] for a, b in answers])
        for line in told
        for first, ours, second, answers, _name in line
        if (first, second) == (one.layer.pk, other.layer.pk)
    ]
    assert (["All 320 sacks."], ["Все 320 мешков."]) in said
    assert (["When?"], ["Когда?"]) in said
    # The whole text for print is not for pointing at.
    whole = page(client_of(cast.farid), reader(one, other, more="&whole=0"))
    assert {line.get("data-sentences") for line in whole.xpath("//*[@data-line]")} == {"[]"}


ONE = "Boris: Where? When?\nAlma: In 1920. All 320 sacks.\nBoris: So.\nAlma: Yes.\n"
RU = "Борис: Где? Когда?\nАлма: В 1920 году. Все 320 мешков.\nБорис: Так.\nАлма: Да.\n"


def rows_of(tree: Tree, line: int) -> list[tuple[str, str]]:
    """Return the sentences of a line with what the page says of them."""
    found = tree.xpath(f"//li[@data-line][{line}]//li[@data-sentence-row]")
    return [
        (
            " = ".join(each.xpath(".//q/text()")),
            each.get("class").removeprefix("sentence-link is-"),
        )
        for each in found
    ]


def press(client: Client, tree: Tree, kept: Imported, *others: Imported, name: str, row: int) -> Tree:
    """Press a button of a row of sentences and follow where it leads."""
    button = tree.xpath(f"(//button[@name='{name}'])[{row}]")[0]
    url = f"{reader(kept).partition('?')[0]}aligned/"
    answer = client.post(url, {name: button.get("value"), "with": [each.layer.pk for each in others]})
    assert answer.status_code == 302
    if "#w" in answer["Location"]:
        place = answer["Location"].partition("#")[2]
        assert page(client, reader(kept, *others)).xpath(f"//*[@id='{place}']")
    return page(client, reader(kept, *others))


def test_sentences_are_confirmed_parted_joined_and_taken_back_on_the_page(
    keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    one, other = keep(ONE), keep(RU, "ru.txt", language="ru")
    flows.relate(cast.chiara, other.layer, one.layer)
    flows.propose(cast.chiara, one.layer, other.layer)
    client = client_of(cast.chiara)
    tree = page(client, reader(one, other))
    assert rows_of(tree, 1) == [("Where? = Где?", "proposed"), ("When? = Когда?", "proposed")]
    tree = press(client, tree, one, other, name="together", row=1)
    assert rows_of(tree, 1)[0] == ("Where? = Где?", "together")
    # From the other text the same is seen, and can be said as well.
    back = page(client, reader(other, one))
    assert rows_of(back, 1) == [("Где? = Where?", "together"), ("Когда? = When?", "proposed")]
    back = press(client, back, other, one, name="apart", row=1)
    assert rows_of(back, 1)[1] == ("Когда? = When?", "apart")
    lit = json.loads(back.xpath("//*[@data-line]")[0].get("data-sentences"))
    assert len(lit) == 1
    tree = press(client, page(client, reader(one, other)), one, other, name="unlink", row=2)
    assert rows_of(tree, 1)[1] == ("When? = Когда?", "proposed")
    tree = press(client, tree, one, other, name="unlink", row=1)
    joined = tree.xpath("//button[@name='together'][contains(text(), 'next')]")[0]
    said = {"together": joined.get("value"), "with": [other.layer.pk]}
    assert client.post(f"{reader(one).partition('?')[0]}aligned/", said).status_code == 302
    assert rows_of(page(client, reader(one, other)), 1) == [("Where? When? = Где? Когда?", "together")]
    for wrong in ("999:1-2:3-4:w1-1", "nothing", "1:1-x:3-4:w1-1"):
        answer = client.post(f"{reader(one).partition('?')[0]}aligned/", {"together": wrong})
        assert answer.status_code in {302, 404}
    assert client.post(f"{reader(one).partition('?')[0]}aligned/", {"unlink": "999:w1-1"}).status_code == 404
    assert not page(client_of(cast.farid), reader(one, other)).xpath("//button[@name='apart']")


def test_three_texts_say_which_two_a_question_is_about(keep: Keep, cast: Cast, client_of: ClientOf) -> None:
    one, other = keep(ONE), keep(RU, "ru.txt", language="ru", kind="translation")
    third = keep(ONE.replace("sacks", "bags"), "third.txt", language="en", kind="script")
    for each in (other, third):
        flows.relate(cast.chiara, each.layer, one.layer, kind=each.layer.kind)
        flows.propose(cast.chiara, one.layer, each.layer)
    tree = page(client_of(cast.chiara), reader(one, other, third))
    groups = tree.xpath("//li[@data-line][1]//*[@data-group]")
    said = [" ".join(each.find_class("group-pair")[0].text_content().split()) for each in groups]
    assert [each.split(" ↔ ")[1] for each in said] == ["translation (Russian)", "in another script (English)"]
    named = [each.get("aria-labelledby") for each in groups]
    assert len(set(named)) == 2
    assert all(tree.xpath(f"//*[@id='{each}']") for each in named)
    ids = [each.get("id") for each in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert not page(client_of(cast.chiara), reader(one, other)).find_class("group-pair")


def test_sentences_whose_words_changed_are_shown_until_somebody_has_looked(
    keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    one, other = keep(ONE), keep(RU, "ru.txt", language="ru")
    flows.relate(cast.chiara, other.layer, one.layer)
    flows.propose(cast.chiara, one.layer, other.layer)
    client = client_of(cast.chiara)
    press(client, page(client, reader(one, other)), one, other, name="together", row=1)
    uid = one.revision.blocks.order_by("start")[0].uid
    flows.revise(cast.chiara, one.layer, 1, [Wish("fix", uid, "Where was it? When?")])
    tree = page(client, reader(one, other))
    assert ("Where was it? When? = Где? Когда?", "changed") in rows_of(tree, 1)
    ids = [each.get("id") for each in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert tree.xpath("//li[@data-line][1]//details[@data-sentences-fold]/@open")
    tree = press(client, tree, one, other, name="unlink", row=1)
    assert "changed" not in [state for _, state in rows_of(tree, 1)]
