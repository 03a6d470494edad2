from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused
from guwah.steps.testimony.editing import holders
from guwah.steps.testimony.editing.carrying import carried
from guwah.steps.testimony.editing.tables import Seen
from guwah.steps.testimony.flows import (
    anchor_by_quote,
    cut,
    elsewhere,
    gone,
    here,
    note,
    relate,
    revise,
    undo,
)
from guwah.steps.testimony.flows.anchoring import Stretch
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.queries import newest
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Anchor
    from kitchen import Keep


@pytest.fixture
def changed(talk: Imported, cast: Cast) -> Anchor:
    """Words that a correction has touched: the text is the second one by then."""
    held = anchor_by_quote(cast.chiara, talk.revision, "Yes, the kettles.")
    block = held.now.block
    assert block is not None
    revise(cast.daniyar, talk.layer, 1, [Wish("fix", block.uid, "Yes, the two kettles.")])
    return held


def stands(held: Anchor) -> tuple[str, str, bool]:
    """Return what became of words, what stands there, and whether a person has to look."""
    now = carried([held])[held.pk]
    return str(now.state), now.revision.text[now.start : now.end], now.flagged


def test_a_person_says_that_the_words_still_say_it(changed: Anchor, cast: Cast, talk: Imported) -> None:
    assert stands(changed)[0] == "changed"
    here(cast.daniyar, changed, 2)
    assert stands(changed) == ("seen", "Yes, the two kettles.", False)
    assert (Seen.objects.get().by, Seen.objects.get().answer) == (cast.daniyar, "here")
    assert LogEntry.objects.filter(act="words-seen").count() == 1
    # Carried on as it was seen, and flagged again when touched again.
    first = talk.revision.blocks.get(uid=1)
    revise(cast.daniyar, talk.layer, 2, [Wish("fix", first.uid, "When?")])
    assert stands(changed) == ("seen", "Yes, the two kettles.", False)
    block = carried([changed])[changed.pk].block
    assert block is not None
    after = revise(cast.daniyar, talk.layer, 3, [Wish("fix", block.uid, "Yes, the three kettles.")])
    assert stands(changed)[0] == "changed"
    undo(cast.daniyar, talk.layer, after.number)
    assert stands(changed) == ("seen", "Yes, the two kettles.", False)
    with pytest.raises(Refused, match="nothing to say"):
        here(cast.daniyar, changed, 5)


def test_a_person_says_that_other_words_say_it(changed: Anchor, cast: Cast, talk: Imported) -> None:
    text = newest(talk.layer)
    start = text.text.index("two kettles")
    elsewhere(cast.daniyar, changed, Stretch(text, start, start + 11))
    assert stands(changed) == ("seen", "two kettles", False)


def test_a_person_says_that_nothing_says_it(changed: Anchor, cast: Cast, talk: Imported) -> None:
    gone(cast.daniyar, changed, 2)
    assert stands(changed)[0::2] == ("gone", False)
    undo(cast.daniyar, talk.layer, 2)
    assert stands(changed) == ("exact", "Yes, the kettles.", False)


@pytest.mark.parametrize(("start", "end", "code"), [(5, 5, "outside-text"), (0, 10**6, "outside-text")])
def test_words_stand_in_the_newest_text(
    changed: Anchor, cast: Cast, talk: Imported, start: int, end: int, code: str
) -> None:
    with pytest.raises(NotUnderstood) as wrong:
        elsewhere(cast.daniyar, changed, Stretch(newest(talk.layer), start, end))
    assert wrong.value.code == code
    white = newest(talk.layer).text.index("\r\n")
    with pytest.raises(NotUnderstood, match="no words"):
        elsewhere(cast.daniyar, changed, Stretch(newest(talk.layer), white, white + 2))
    with pytest.raises(Refused):
        elsewhere(cast.daniyar, changed, Stretch(talk.revision, 0, 10))
    assert stands(changed)[0] == "changed"


def test_the_text_that_was_looked_at_is_the_newest(changed: Anchor, cast: Cast) -> None:
    with pytest.raises(Refused, match="edited after"):
        here(cast.daniyar, changed, 1)


def test_where_no_words_are_left_they_are_not_here(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "Goodbye.")
    block = held.now.block
    assert block is not None
    revise(cast.daniyar, talk.layer, 1, [Wish("cut-off", block.uid)])
    with pytest.raises(NotUnderstood):
        here(cast.daniyar, held, 2)


def test_another_speaker_is_accepted(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "And then?")
    block = held.now.block
    assert block is not None
    revise(cast.daniyar, talk.layer, 1, [Wish("speaker", block.uid, label="A")])
    assert stands(held) == ("exact", "And then?", True)
    here(cast.daniyar, held, 2)
    assert stands(held) == ("exact", "And then?", False)


def test_what_withholds_is_for_those_who_record_consent(changed: Anchor, cast: Cast, talk: Imported) -> None:
    cut(cast.chiara, cast.case, changed, "other people", "witness")
    note(cast.chiara, cast.case, changed, "copper")
    told = holders.on(cast.daniyar, [changed.pk])[changed.pk]
    assert [(each.words, each.guarded) for each in told] == [
        ("Cut: by wish of the witness · other people", True),
        ("Note of Chiara: copper", False),
    ]
    with pytest.raises(NotPermitted):
        gone(cast.daniyar, changed, 2)
    with pytest.raises(NotPermitted):
        here(cast.farid, changed, 2)
    assert stands(changed)[0] == "changed"
    here(cast.chiara, changed, 2)
    assert stands(changed)[0] == "seen"


def test_what_is_withheld_is_not_gone_while_another_text_says_it(
    changed: Anchor, cast: Cast, talk: Imported, keep: Keep
) -> None:
    cut(cast.chiara, cast.case, changed, "other people", "witness")
    other = keep("A: Two kettles, yes.\n", "other.txt")
    relate(cast.chiara, other.layer, talk.layer)
    with pytest.raises(Refused) as refused:
        gone(cast.chiara, changed, 2)
    assert refused.value.code == "said-elsewhere"
    assert stands(changed)[0] == "changed"
    start = newest(talk.layer).text.index("two kettles")
    elsewhere(cast.chiara, changed, Stretch(newest(talk.layer), start, start + 11))
    assert stands(changed) == ("seen", "two kettles", False)
