"""Two texts side by side: proposed once, confirmed and corrected by people, kept over edits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case
from guwah.failures import Refused, WrongUse
from guwah.instruments import transcripts
from guwah.instruments.alignment import align_between
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.layers import queries, sides
from guwah.steps.testimony.layers.tables import AlignedGroup, Alignment
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cast import Cast
    from guwah.instruments.alignment import Group
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Layer, Revision
    from kitchen import Keep

SAID = (
    "First talk\n\nBoris: Where are the kettles?\n\nAlma: In the yard, all 320, and nobody signed.\n\n"
    "Second talk\n\nBoris: Who saw it?\n\nAlma: Meruert saw it in the spring of 2019.\n"
)
OTHER = (
    "Первый разговор\n\nБорис: Где котлы?\n\nАлма: Во дворе, все 320.\n\nАлма: И никто не расписался.\n\n"
    "Второй разговор\n\nБорис: Кто это видел?\n\nАлма: Меруерт видела весной 2019 года.\n"
)


@pytest.fixture
def pair(keep: Keep, cast: Cast) -> tuple[Imported, Imported]:
    original, other = keep(SAID), keep(OTHER, "translation.txt")
    flows.relate(cast.chiara, other.layer, original.layer)
    return original, other


def shown(alignment: Alignment) -> list[tuple[str, str, bool]]:
    """Return the words of each live group: ours, theirs, confirmed."""
    one, other = alignment.one.text, alignment.other.text
    return [
        (
            " ".join(one[row.one_start : row.one_end].split()),
            " ".join(other[row.other_start : row.other_end].split()),
            row.confirmed_at is not None,
        )
        for row in queries.live(alignment)
    ]


def typed(layer: Layer, cast: Cast, text: str) -> Revision:
    """Write the next revision of a layer."""
    return store(cast.chiara, layer, None, transcripts.read(text.encode(), "talk.txt"))


def test_a_proposal_is_made_once_and_every_turn_is_in_one_group(
    pair: tuple[Imported, Imported], cast: Cast
) -> None:
    original, other = pair
    alignment = flows.propose(cast.daniyar, original.layer, other.layer)
    assert flows.propose(cast.daniyar, other.layer, original.layer) == alignment
    rows = list(queries.live(alignment))
    assert [row.doubts for row in rows] == [[], ["many"], [], []]
    assert shown(alignment)[1][1].startswith("Во дворе, все 320. Алма: И никто")
    assert all(row.made_by is None and row.confirmed_at is None for row in rows)
    assert [row.one_end for row in rows[:-1]] == [row.one_start for row in rows[1:]]
    assert [row.other_end for row in rows[:-1]] == [row.other_start for row in rows[1:]]
    assert LogEntry.objects.filter(act="aligned").count() == 1


def test_texts_nobody_has_related_are_not_aligned(keep: Keep, cast: Cast) -> None:
    one, other = keep(SAID), keep(OTHER, "translation.txt")
    with pytest.raises(WrongUse) as refused:
        flows.propose(cast.chiara, one.layer, other.layer)
    assert refused.value.code == "not-related"
    with pytest.raises(WrongUse):
        flows.propose(cast.chiara, one.layer, one.layer)
    assert not Alignment.objects.exists()


def test_who_may_not_work_on_texts_neither_proposes_nor_confirms(
    pair: tuple[Imported, Imported], cast: Cast
) -> None:
    original, other = pair
    with pytest.raises(NotPermitted):
        flows.propose(cast.farid, original.layer, other.layer)
    row = queries.live(flows.propose(cast.chiara, original.layer, other.layer))[0]
    for act in (
        lambda: flows.confirm(cast.farid, cast.case, [row]),
        lambda: flows.join(cast.farid, cast.case, row),
        lambda: flows.part(cast.farid, cast.case, row, 1, 0),
        lambda: flows.withdraw(cast.farid, cast.case, row),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert shown(row.alignment)[0][2] is False


def test_a_person_confirms_and_takes_back(pair: tuple[Imported, Imported], cast: Cast) -> None:
    original, other = pair
    alignment = flows.propose(cast.chiara, original.layer, other.layer)
    first, second, *_ = queries.live(alignment)
    assert flows.confirm(cast.daniyar, cast.case, [first, second]) == 2
    assert flows.confirm(cast.chiara, cast.case, [first]) == 0
    first.refresh_from_db()
    assert first.confirmed_by == cast.daniyar
    assert LogEntry.objects.filter(act="alignment-confirmed").count() == 1

    again = flows.withdraw(cast.chiara, cast.case, first)
    assert again.pk != first.pk
    assert flows.withdraw(cast.chiara, cast.case, again) == again
    assert [each[2] for each in shown(alignment)] == [False, True, False, False]
    with pytest.raises(Refused) as refused:
        flows.confirm(cast.chiara, cast.case, [first])
    assert refused.value.code == "group-changed"
    assert AlignedGroup.objects.filter(pk=first.pk, dropped_by=cast.chiara).exists()


def test_groups_are_joined_and_parted_and_wait_for_being_confirmed(
    pair: tuple[Imported, Imported], cast: Cast
) -> None:
    original, other = pair
    alignment = flows.propose(cast.chiara, original.layer, other.layer)
    before = shown(alignment)
    rows = list(queries.live(alignment))
    flows.confirm(cast.chiara, cast.case, rows)

    joined = flows.join(cast.chiara, cast.case, rows[0])
    assert joined.doubts[0] == "many"
    assert joined.made_by == cast.chiara
    assert [each[2] for each in shown(alignment)] == [False, True, True]
    parts = flows.part(cast.chiara, cast.case, joined, 1, 1)
    assert [each[:2] for each in shown(alignment)] == [each[:2] for each in before]
    alone = flows.part(cast.chiara, cast.case, parts[1], 1, 1)
    assert alone[1].doubts == ["alone"]
    assert shown(alignment)[2][0] == ""
    # A turn that nothing answers to is a group like any other: it can be joined again.
    flows.join(cast.chiara, cast.case, alone[0])
    assert [each[:2] for each in shown(alignment)] == [each[:2] for each in before]


@pytest.mark.parametrize("at", [(0, 0), (1, 2), (2, 0), (0, 3), (-1, 1)])
def test_a_part_without_a_turn_is_refused(
    pair: tuple[Imported, Imported], cast: Cast, at: tuple[int, int]
) -> None:
    alignment = flows.propose(cast.chiara, pair[0].layer, pair[1].layer)
    second = queries.live(alignment)[1]
    with pytest.raises(Refused) as refused:
        flows.part(cast.chiara, cast.case, second, *at)
    assert refused.value.code == "no-part"
    last = queries.live(alignment).last()
    assert last is not None
    with pytest.raises(Refused) as refused:
        flows.join(cast.chiara, cast.case, last)
    assert refused.value.code == "last-group"


def test_a_group_of_another_case_is_not_reached(pair: tuple[Imported, Imported], cast: Cast) -> None:
    elsewhere = Case.objects.create(title="Elsewhere", opened_by=cast.aygul)
    row = queries.live(flows.propose(cast.chiara, pair[0].layer, pair[1].layer))[0]
    with pytest.raises(WrongUse):
        flows.confirm(cast.aygul, elsewhere, [row])
    assert queries.group_of(elsewhere, row.pk) is None
    assert queries.group_of(cast.case, row.pk) == row


def test_what_was_confirmed_stays_over_an_edit_where_no_word_of_it_changed(
    pair: tuple[Imported, Imported], cast: Cast
) -> None:
    original, other = pair
    alignment = flows.propose(cast.chiara, original.layer, other.layer)
    flows.confirm(cast.daniyar, cast.case, list(queries.live(alignment)))
    typed(other.layer, cast, OTHER.replace("Борис: Кто это", "Борис: Скажите, кто это"))

    again = flows.propose(cast.chiara, original.layer, other.layer)

    assert again != alignment
    assert [each[2] for each in shown(again)] == [True, True, False, True]
    assert shown(again)[2][1].startswith("Скажите")
    kept = queries.live(again)[0]
    assert kept.confirmed_by == cast.daniyar
    assert [each[:2] for each in shown(alignment)][3] == [each[:2] for each in shown(again)][3]


def test_sessions_face_each_other_where_both_texts_have_as_many(keep: Keep, cast: Cast) -> None:
    original = keep(SAID)
    shorter = keep(OTHER.replace("Борис: Где котлы?\n\nАлма: Во дворе, все 320.\n\n", ""), "t.txt")
    flows.relate(cast.chiara, shorter.layer, original.layer)
    rows = shown(flows.propose(cast.chiara, original.layer, shorter.layer))
    assert rows[-2][1].startswith("Кто это видел")
    assert rows[-2][0].startswith("Who saw it")


def test_every_kin_is_listed_with_how_far_it_is_aligned(pair: tuple[Imported, Imported], cast: Cast) -> None:
    original, other = pair
    before = queries.standing(original.revision, queries.kin(original.layer))
    assert [(each.layer, each.alignment) for each in before] == [(other.layer, None)]
    alignment = flows.propose(cast.chiara, original.layer, other.layer)
    flows.confirm(cast.chiara, cast.case, [queries.live(alignment)[0]])
    (now,) = queries.standing(other.revision, queries.kin(other.layer))
    assert (now.layer, now.groups, now.confirmed, now.doubtful) == (original.layer, 4, 1, 1)


def test_a_relative_of_another_case_is_none(pair: tuple[Imported, Imported], cast: Cast) -> None:
    original, other = pair
    assert list(queries.kin(original.layer)) == [other.layer]
    stranger = replace(cast, case=Case.objects.create(title="Elsewhere", opened_by=cast.aygul))
    other.layer.case = stranger.case
    other.layer.save()
    assert not queries.kin(original.layer).exists()


def test_where_something_is_withheld_groups_are_drawn_by_those_who_record_consent(
    pair: tuple[Imported, Imported], keep: Keep, cast: Cast
) -> None:
    original, other = pair
    third = keep(OTHER, "third.txt")
    flows.relate(cast.chiara, third.layer, other.layer)
    alignment = flows.propose(cast.daniyar, third.layer, other.layer)
    rows = list(queries.live(alignment))
    flows.confirm(cast.daniyar, cast.case, rows[:1])
    # The original is kin of one of the two only.
    held = flows.anchor_by_quote(cast.chiara, original.revision, "In the yard, all 320")
    made = flows.cut(cast.chiara, cast.case, held, "safety", "witness")
    before = shown(alignment)
    for act in (
        lambda: flows.confirm(cast.daniyar, cast.case, rows),
        lambda: flows.join(cast.daniyar, cast.case, rows[1]),
        lambda: flows.part(cast.daniyar, cast.case, rows[1], 1, 0),
        lambda: flows.withdraw(cast.daniyar, cast.case, rows[0]),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert shown(alignment) == before
    flows.join(cast.chiara, cast.case, rows[1])
    flows.lift_cut(cast.chiara, made, "the witness")
    assert flows.confirm(cast.daniyar, cast.case, [rows[-1]]) == 1


def test_far_from_an_edit_what_was_proposed_stays_and_near_it_it_is_proposed_anew(
    keep: Keep, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = "".join(f"Ann: word {n} of the kettle\n\nBob: yes {n}\n\n" for n in range(20))
    theirs = "".join(f"Анна: слово {n} о котле\n\nБоб: да {n}\n\n" for n in range(20))
    original, other = keep(ours), keep(theirs, "translation.txt")
    flows.relate(cast.chiara, other.layer, original.layer)
    before = shown(flows.propose(cast.chiara, original.layer, other.layer))
    assert len(before) == 40
    fixed: list[int] = []

    def aligned(left: Any, right: Any, kept: Sequence[Group]) -> list[Group]:  # noqa: ANN401 - passed on
        fixed.append(sum(each.left[0] < each.left[1] for each in kept))
        return align_between(left, right, kept)

    monkeypatch.setattr(sides, "align_between", aligned)

    flows.revise(cast.chiara, original.layer, 1, [Wish("fix", 21, "other words altogether")])

    alignment = Alignment.objects.latest("pk")
    assert fixed == [40 - 2 * 3 - 2]  # the turn, the one behind it, and three on each side
    assert [pair[1] for pair in shown(alignment)] == [pair[1] for pair in before]
    assert not any(row.confirmed_at for row in queries.live(alignment))

    # A turn that came in between frees those around it too.
    flows.revise(cast.chiara, original.layer, 2, [Wish("split", 5, at=6)])
    assert fixed[1] < 40 - 6
    rows = list(queries.live(Alignment.objects.latest("pk")))
    assert [row.one_end for row in rows[:-1]] == [row.one_start for row in rows[1:]]
    assert [row.other_end for row in rows[:-1]] == [row.other_start for row in rows[1:]]
