"""Who and what a use reaches, each rule alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from guwah.instruments import vocabularies
from guwah.instruments.permissions import Material, Use, reach

USE = Use("publish_text", "public", Material("talk-1"))
LADDER = [code for code in vocabularies.codes("consent_audiences") if code != "concerned_state"]
INSIDE = ["self", "collector", "case_team", "organisation"]
BODIES = [code for code in LADDER if code not in {*INSIDE, "public"}]


def to(audience: str, action: str = "share_named") -> Use:
    return replace(USE, audience=audience, action=action)


@pytest.mark.parametrize(
    ("action", "audience", "reached"),
    [
        ("publish_text", "public", {"public"}),
        ("share_named", "court", {"court"}),
        ("un_to_state", "un_mechanism", {"un_mechanism", "concerned_state"}),
        ("un_public_report", "un_mechanism", {"un_mechanism", "public"}),
        ("un_confidential", "un_mechanism", {"un_mechanism"}),
    ],
)
def test_an_action_reaches_whom_it_reaches_by_its_nature(
    action: str, audience: str, reached: set[str]
) -> None:
    assert reach.audiences_reached(to(audience, action)) == reached


@pytest.mark.parametrize(
    ("action", "audience", "publication", "outward"),
    [
        ("analyse", "case_team", False, False),
        ("analyse", "organisation", False, False),
        ("analyse", "court", False, True),
        ("analyse", "public", True, True),
        ("analyse", "concerned_state", False, True),
        ("analyse", "galaxy", False, True),
        ("publish_text", "case_team", True, True),
        ("list_in_database", "case_team", True, True),
        ("machine_process_external", "case_team", False, True),
        ("machine_process_local", "case_team", False, False),
        ("un_to_state", "case_team", False, True),
    ],
)
def test_what_is_a_publication_and_what_leaves_the_group(
    action: str, audience: str, publication: bool, outward: bool
) -> None:
    use = to(audience, action)
    assert (reach.is_publication(use), reach.is_outward(use)) == (publication, outward)


def test_a_grant_reaches_narrower_circles_and_never_wider_ones() -> None:
    for narrow, wide in pairwise(LADDER):
        assert reach.audience_granted({wide}, narrow)
        assert reach.audience_granted({wide}, wide)
        assert not reach.audience_granted({narrow}, wide)
    assert reach.audience_granted({"self", "court"}, "case_team")
    assert not reach.audience_granted(set(), "self")


@pytest.mark.parametrize("granted", [{"*"}, {"public"}, set(LADDER)])
def test_the_state_is_granted_only_by_its_name(granted: set[str]) -> None:
    assert not reach.audience_granted(granted, "concerned_state")
    assert reach.audience_granted(granted | {"concerned_state"}, "concerned_state")
    assert not reach.audience_granted({"concerned_state"}, "self")


def test_an_audience_the_list_does_not_know_neither_grants_nor_is_granted() -> None:
    assert not reach.audience_granted({"*"}, "galaxy")
    assert not reach.audience_granted({"galaxy"}, "galaxy")
    assert not reach.audience_granted({"galaxy"}, "self")
    assert reach.audience_forbidden({"self"}, to("galaxy"))
    assert not reach.audience_forbidden({"galaxy"}, to("self"))


def test_a_ban_on_an_inner_circle_holds_for_all_outside_of_it() -> None:
    for forbidden in INSIDE:
        for asked in LADDER:
            within = LADDER.index(asked) < LADDER.index(forbidden)
            assert reach.audience_forbidden({forbidden}, to(asked)) is not within
        assert reach.audience_forbidden({forbidden}, to("concerned_state"))


def test_a_ban_on_a_body_holds_for_it_and_for_everyone_and_for_nobody_else() -> None:
    for forbidden in BODIES:
        banned = {asked for asked in LADDER if reach.audience_forbidden({forbidden}, to(asked))}
        assert banned == {forbidden, "public"}


def test_a_ban_on_everyone_or_the_state_holds_for_just_that() -> None:
    for forbidden in ("public", "concerned_state"):
        asked = {
            each for each in (*LADDER, "concerned_state") if reach.audience_forbidden({forbidden}, to(each))
        }
        assert asked == {forbidden}
    assert reach.audience_forbidden({"concerned_state"}, to("un_mechanism", "un_to_state"))


def test_a_ban_that_names_nobody_is_on_all() -> None:
    assert reach.audience_forbidden(None, to("self"))
    assert reach.audience_forbidden({"*"}, to("self"))
    assert not reach.audience_forbidden(set(), to("self"))


def test_the_state_reads_what_everyone_can_read() -> None:
    assert reach.state_may_read({"concerned_state", "court"}, to("public"))
    assert reach.state_may_read({"concerned_state"}, to("un_mechanism", "un_public_report"))
    assert not reach.state_may_read({"concerned_state"}, to("press_named"))
    assert not reach.state_may_read({"court"}, to("public"))
    assert not reach.state_may_read(None, to("public"))


@pytest.mark.parametrize(
    ("granted", "asked", "answer"),
    [
        ("kk", "kk", True),
        ("kk", "kk-Cyrl", True),
        ("kk", "kk-Arab-CN", True),
        ("kk-Cyrl", "kk", False),
        ("kk-Cyrl", "kk-Arab", False),
        ("KK-cyrl", "kk-CYRL-KZ", True),
        ("k", "kk", False),
        ("kk", "k", False),
        ("en", "en-Latn-GB", True),
        ("en-Latn", "en", True),
        ("en-Cyrl", "en", False),
        ("ru-Cyrl", "ru", True),
        ("kk", "zxx", True),
        ("*", "ug", True),
    ],
)
def test_a_granted_language_is_a_range(granted: str, asked: str, answer: bool) -> None:
    assert reach.language_granted({granted}, asked) is answer
    assert reach.language_granted({"fr", granted}, asked) is answer
    assert not reach.language_granted(set(), "kk")


@pytest.mark.parametrize(
    ("forbidden", "asked", "answer"),
    [
        ("kk", "kk-Cyrl", True),
        ("kk-Arab", "kk", True),
        ("kk-Arab", "kk-Cyrl", False),
        ("kk-Arab", "kk-Arab-CN", True),
        ("kk-CN", "kk-KZ", True),  # a region is no script
        ("kk-1994", "kk-Arab", True),  # nor is a year
        ("zh", "kk", False),
        ("kk", None, True),
        ("*", "ug", True),
    ],
)
def test_a_forbidden_language_is_whatever_may_be_it(forbidden: str, asked: str | None, answer: bool) -> None:
    assert reach.language_forbidden({forbidden}, asked) is answer
    assert reach.language_forbidden(None, asked)


def test_a_medium_shows_what_the_use_does_not_say_otherwise() -> None:
    film = replace(USE, medium="video", identity=("real_name", "face_hidden"))
    assert reach.forms_shown(film) == ("real_name", "face_hidden", "voice_original")
    assert reach.forms_shown(replace(film, medium="text")) == film.identity
    assert reach.forms_shown(replace(film, medium=None)) == film.identity
    assert reach.forms_shown(replace(film, identity=())) == ("face_visible", "voice_original")


NAMES = ["real_name", "initials", "pseudonym", "anonymous"]
PLACES = ["place_exact", "place_district", "place_region"]


@pytest.mark.parametrize("channel", [NAMES, PLACES])
def test_a_granted_form_grants_what_shows_less(channel: list[str]) -> None:
    for shown in channel:
        for asked in channel:
            less = channel.index(asked) >= channel.index(shown) or asked == "anonymous"
            assert reach.form_granted({shown}, asked) is less
            assert reach.form_granted({shown, channel[-1]}, asked) is (less or asked == channel[-1])


def test_a_channel_nobody_spoke_about_is_neither_granted_nor_refused() -> None:
    assert reach.form_granted({"real_name"}, "place_region") is None
    assert reach.form_granted(set(), "real_name") is None
    assert reach.form_granted(set(), "anonymous") is True
    assert reach.form_granted({"real_name"}, "face_hidden") is True


def test_a_form_the_list_does_not_know_is_never_granted() -> None:
    assert reach.form_granted({"hat"}, "cape") is False
    assert reach.form_granted({"hat"}, "hat") is False
    assert reach.form_granted({"real_name"}, "cape") is None


@pytest.mark.parametrize(
    ("granted", "stated", "left_open"),
    [
        ({"real_name"}, (), False),
        ({"initials"}, (), True),
        ({"initials"}, ("initials",), False),
        ({"real_name", "place_region"}, ("real_name",), True),
        ({"real_name", "place_region"}, ("place_exact",), False),
        ({"real_name", "place_exact"}, ("real_name",), False),
        ({"date_year"}, ("real_name",), True),
        ({"face_hidden"}, ("real_name",), False),
        (set(), (), False),
    ],
)
def test_a_form_that_is_limited_must_be_stated(
    granted: set[str], stated: tuple[str, ...], left_open: bool
) -> None:
    assert reach.form_left_open(granted, replace(USE, identity=stated)) is left_open


@pytest.mark.parametrize(
    ("forbidden", "stated", "answer"),
    [
        (None, ("anonymous",), True),
        ({"*"}, ("anonymous",), True),
        ({"real_name"}, (), True),
        ({"real_name"}, ("real_name",), True),
        ({"real_name"}, ("initials",), False),
        ({"initials"}, ("real_name",), True),
        ({"initials"}, ("pseudonym",), False),
        ({"pseudonym"}, ("real_name",), False),
        ({"pseudonym"}, ("pseudonym",), True),
        ({"place_district"}, ("real_name", "place_exact"), True),
        ({"place_district"}, ("real_name", "place_region"), False),
        ({"place_district"}, ("real_name",), None),
        ({"face_visible"}, ("real_name",), False),
        ({"hat"}, ("real_name",), False),
        ({"hat"}, ("real_name", "hat"), True),
    ],
)
def test_a_ban_on_a_form_is_one_on_all_that_shows_more(
    forbidden: set[str] | None, stated: tuple[str, ...], answer: bool | None
) -> None:
    assert reach.form_forbidden(forbidden, replace(USE, identity=stated)) is answer


def test_what_a_medium_shows_can_be_forbidden() -> None:
    assert reach.form_forbidden({"face_visible"}, replace(USE, identity=("real_name",), medium="photo"))
