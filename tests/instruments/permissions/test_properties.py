"""What must hold for every set of records, drawn at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from guwah.instruments import vocabularies
from guwah.instruments.permissions import (
    Condition,
    Custody,
    Decision,
    Kind,
    Material,
    Record,
    Situation,
    ThirdParty,
    Use,
    Verdict,
    evaluate,
)
from guwah.instruments.redaction.spans import WHOLE, Spans

NOW = datetime(2024, 5, 2, 10, tzinfo=UTC)
ORDER = [code for code in vocabularies.codes("consent_audiences") if code != "concerned_state"]
INSIDE = ORDER[:4]

spans = st.one_of(
    st.just(WHOLE),
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=2).map(
        lambda pairs: Spans.of((start, start + length) for start, length in pairs)
    ),
)
sources = st.sampled_from(["talk-1", "talk-2"])
categories = st.one_of(st.none(), st.frozensets(st.sampled_from(["health", "plan"])))


def codes(list_name: str, *some: str) -> st.SearchStrategy[str]:
    """Mostly the codes that meet in this test, sometimes any of the list."""
    return st.one_of(st.sampled_from(some), st.sampled_from(vocabularies.codes(list_name)))


def scopes(one: st.SearchStrategy[str]) -> st.SearchStrategy[frozenset[str] | None]:
    return st.one_of(st.none(), st.frozensets(st.one_of(one, st.just("*")), min_size=1, max_size=3))


actions = codes("consent_actions", "publish_text", "un_to_state", "un_public_report")
audiences = codes("consent_audiences", "public", "concerned_state", "case_team")
forms = codes("consent_identity_forms", "real_name", "pseudonym", "place_exact")
media = codes("media", "text", "video")
languages = st.sampled_from(["en", "kk", "kk-Arab", "kk-Cyrl", "zxx"])
recipients = st.sampled_from(["Radio Kerben", "The Kerben Gazette"])
materials = st.builds(Material, sources, spans, categories)
moments = st.one_of(st.none(), st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days)))
conditions = st.builds(
    Condition,
    codes("consent_conditions", "redact_first", "never_state", "if_detained"),
    st.sampled_from([{}, {"then": "keep"}, {"of": ["en", "text", "real_name"]}, {"date": "2024-05-02"}]),
    st.sampled_from([None, True, False]),
)
flags = st.sampled_from(["documenter_identified", "audience_explained", "free_of_pressure", "capacity_ok"])


@st.composite
def record(draw: st.DrawFn, kind: Kind) -> Record:
    return Record(
        id=draw(st.uuids().map(str)),
        kind=kind,
        by="dana",
        state=draw(codes("consent_states", "given", "given", "given", "frozen")),
        material=draw(st.one_of(st.none(), st.lists(materials, min_size=1, max_size=2).map(tuple))),
        exceptions=draw(st.lists(materials, max_size=1).map(tuple)),
        excepted_categories=draw(st.frozensets(st.sampled_from(["health", "phone"]), max_size=1)),
        actions=draw(scopes(actions)),
        audiences=draw(scopes(audiences)),
        recipients=draw(st.one_of(st.none(), st.none(), st.frozensets(recipients, min_size=1))),
        identity=draw(scopes(forms)),
        media=draw(scopes(media)),
        languages=draw(scopes(languages)),
        conditions=draw(st.lists(conditions, max_size=2).map(tuple)),
        valid_from=draw(moments),
        valid_to=draw(moments),
        quality=draw(st.dictionaries(flags, st.booleans(), max_size=2)),
        capture=draw(st.sampled_from([None, None, "implied", "relayed"])),
    )


def willing(use: Use, **changes: object) -> Record:
    """Return a grant that covers a use in everything, so that random others meet an allowed use often."""
    grant = Record(
        id="willing",
        kind=Kind.GRANT,
        by="dana",
        state="given",
        material=(Material("*"),),
        actions=frozenset({use.action}),
        audiences=frozenset({"public", "concerned_state"}),
        identity=frozenset({"*"}),
        media=frozenset({"*"}),
        languages=frozenset({"*"}),
        conditions=(Condition("if_detained"),),
        quality={"audience_explained": True},
    )
    return replace(grant, **changes)  # type: ignore[arg-type]  # any field of a record


uses = st.builds(
    Use,
    actions,
    audiences,
    materials,
    recipients,
    st.lists(forms, max_size=2, unique=True).map(tuple),
    st.one_of(st.none(), media),
    st.one_of(st.none(), languages),
    st.lists(materials, max_size=2).map(tuple),
    st.booleans(),
)
grants = record(Kind.GRANT)
bans = st.one_of(record(Kind.PROHIBITION), record(Kind.WITHDRAWAL))
anything = st.lists(st.one_of(grants, bans), max_size=4)
situations = st.builds(Situation, st.sampled_from(Custody), st.sampled_from([None, True, False]))
others = st.lists(
    st.builds(
        ThirdParty,
        spans,
        st.sampled_from(vocabularies.codes("third_party_decisions")),
        st.one_of(st.none(), sources),
    ),
    max_size=2,
)


def decide(
    use: Use, records: list[Record], situation: Situation, third_parties: list[ThirdParty] | None = None
) -> Decision:
    return evaluate(use, records, situation, third_parties or [], NOW)


@given(use=uses, records=anything, helped=st.booleans(), ban=bans, situation=situations, third=others)
def test_adding_a_prohibition_never_makes_the_answer_milder(
    use: Use, records: list[Record], helped: bool, ban: Record, situation: Situation, third: list[ThirdParty]
) -> None:
    records = [willing(use), *records] if helped else records
    before, after = decide(use, records, situation, third), decide(use, [*records, ban], situation, third)
    assert after.decision.weight >= before.decision.weight


@given(use=uses, records=anything, helped=st.booleans(), grant=grants, situation=situations, third=others)
def test_removing_a_grant_never_makes_the_answer_milder(
    use: Use,
    records: list[Record],
    helped: bool,
    grant: Record,
    situation: Situation,
    third: list[ThirdParty],
) -> None:
    records = [willing(use), *records] if helped else records
    assert decide(use, records, situation, third).decision.weight >= (
        decide(use, [*records, grant], situation, third).decision.weight
    )


@given(use=uses, records=anything, third=others, one=others, situation=situations)
def test_another_third_party_never_makes_the_answer_milder(
    use: Use, records: list[Record], third: list[ThirdParty], one: list[ThirdParty], situation: Situation
) -> None:
    # With no `third_party_cleared` among the conditions: that one is proven by a list, not by its absence.
    records = [replace(each, conditions=()) for each in (willing(use), *records)]
    assert decide(use, records, situation, [*third, *one]).decision.weight >= (
        decide(use, records, situation, third).decision.weight
    )


@given(
    use=uses, records=anything, situation=situations, third=others, order=st.randoms(use_true_random=False)
)
def test_the_order_of_the_records_does_not_matter(
    use: Use, records: list[Record], situation: Situation, third: list[ThirdParty], order: object
) -> None:
    shuffled = [willing(use), *records]
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's own stand-in for random.Random
    one, other = (
        decide(use, [willing(use), *records], situation, third),
        decide(use, shuffled, situation, third),
    )
    assert one.decision is other.decision
    assert set(one.reasons) == set(other.reasons)


@given(use=uses, records=anything, situation=situations, third=others)
def test_the_answer_is_the_heaviest_of_its_reasons(
    use: Use, records: list[Record], situation: Situation, third: list[ThirdParty]
) -> None:
    answer = decide(use, [willing(use), *records], situation, third)
    weights = [each.verdict.weight for each in answer.reasons]
    assert answer.reasons
    assert weights[0] == max(weights) == answer.decision.weight
    assert all(earlier >= later for earlier, later in pairwise(weights))


@given(use=uses, records=st.lists(bans, max_size=4), situation=situations)
def test_without_a_grant_nothing_is_ever_allowed(
    use: Use, records: list[Record], situation: Situation
) -> None:
    assert decide(use, records, situation).decision is Verdict.DENY


@given(use=uses, records=st.lists(grants, max_size=4), situation=situations, third=others)
def test_a_narrower_audience_is_allowed_if_a_wider_one_is(
    use: Use, records: list[Record], situation: Situation, third: list[ThirdParty]
) -> None:
    """Along the whole list, with grants alone; the State complained of stands outside of it."""
    asked = [
        decide(replace(use, audience=each), [willing(use), *records], situation, third) for each in ORDER
    ]
    assert all(narrow.decision.weight <= wide.decision.weight for narrow, wide in pairwise(asked))


@given(use=uses, records=anything, ban=bans, situation=situations, third=others)
def test_prohibitions_too_let_inner_circles_have_what_everyone_has(
    use: Use, records: list[Record], ban: Record, situation: Situation, third: list[ThirdParty]
) -> None:
    records = [willing(use), *records, ban]
    wide = decide(replace(use, audience="public"), records, situation, third)
    for inner in ORDER[:-1]:
        assert decide(replace(use, audience=inner), records, situation, third).decision.weight <= (
            wide.decision.weight
        )


@given(use=uses, records=st.lists(grants, max_size=4), situation=situations)
def test_the_state_complained_of_is_never_an_implied_audience(
    use: Use, records: list[Record], situation: Situation
) -> None:
    silent = [
        replace(each, audiences=(each.audiences or frozenset()) - {"concerned_state"})
        for each in [willing(use), *records]
    ]
    answer = decide(replace(use, audience="concerned_state"), silent, situation)
    assert answer.decision is Verdict.DENY


@given(use=uses, kind=st.sampled_from([Kind.PROHIBITION, Kind.WITHDRAWAL]), situation=situations)
def test_a_ban_without_limits_stops_every_use(use: Use, kind: Kind, situation: Situation) -> None:
    everything = Record(id="never", kind=kind, by="dana", state="given")
    controlled = situation.custody in {Custody.HELD, Custody.WATCHED}
    review = kind is Kind.WITHDRAWAL and controlled and use.existing
    own = next(
        each for each in decide(use, [willing(use), everything], situation).reasons if each.record == "never"
    )
    assert own.verdict is (Verdict.ASK if review else Verdict.DENY)


@given(use=uses, records=anything, situation=situations, extra=materials)
def test_a_derivative_is_never_allowed_more_than_any_of_its_sources(
    use: Use, records: list[Record], situation: Situation, extra: Material
) -> None:
    records = [willing(use), *records]
    derived = replace(use, derived_from=(*use.derived_from, extra))
    for source in derived.derived_from:
        alone = replace(use, material=source, derived_from=())
        assert (
            decide(derived, records, situation).decision.weight
            >= decide(alone, records, situation).decision.weight
        )


@given(use=uses, grant=grants, situation=situations)
def test_a_condition_to_redact_first_that_is_not_met_stops_its_grant(
    use: Use, grant: Record, situation: Situation
) -> None:
    for met in (None, False):
        unmet = replace(grant, conditions=(*grant.conditions, Condition("redact_first", {}, met)))
        assert decide(use, [unmet], situation).decision is Verdict.DENY


@given(use=uses, grant=grants, parts=spans, situation=situations)
def test_sending_less_is_never_harder(use: Use, grant: Record, parts: Spans, situation: Situation) -> None:
    less = use.material.spans & parts
    assume(less)
    smaller = replace(use, material=replace(use.material, spans=less), derived_from=())
    larger = replace(use, derived_from=())
    assert (
        decide(smaller, [grant], situation).decision.weight
        <= decide(larger, [grant], situation).decision.weight
    )
