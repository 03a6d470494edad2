"""Reads ELAN: a tier of its own is a speaker, what is said of its annotations stands beside the words."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from guwah.instruments.transcripts.assemble import bidi_warnings
from guwah.instruments.transcripts.columns import meaning_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.lines import LineNumbers
from guwah.instruments.transcripts.machine import HEAD
from guwah.instruments.transcripts.model import Origin, Transcript, Warning_
from guwah.instruments.transcripts.readers.cues import LINE_END, Source, by_runs, from_cues, grouped
from guwah.instruments.transcripts.readers.elan_file import Annotation, Tier, tiers_of
from guwah.instruments.transcripts.readers.webvtt_runs import Cue
from guwah.instruments.transcripts.readers.xml_tree import open_xml
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.word_times import Said

EVENTS = "events"
"""The tier our own writer puts events and descriptions on, which nobody says."""

_OF_NOBODY = re.compile(
    r"(?:default|tier|line|sentence|phrase|turn|utterance|segment|text|event|noise|silence|sound|speech)s?"
    r"[-_ ]*\d*"
)
# Programs for grammars put a number on the tier of times, and the words one tier below ("ref@A", "tx@A").
_OF_NUMBERS = re.compile(r"(?:ref|id|rx|time|segnum|number)(?:@.*)?")
# What is done or heard, where the tier is called by it; our own tier of events is read, see `EVENTS`.
_OF_WHAT_IS_DONE = re.compile(
    r"(?:gestures?|gaze|hands?|posture|facial|emotions?|pauses?|overlaps?|pitch|intonation|tones?|topics?"
    r"|themes?|codes?|tags?|music|laughter|background|жесты|темы|паузы|手势|主题|қимыл"
    # Sounds, as programs for phonetics call their tiers.
    r"|(?:empty_)?intervals|phones?|phonemes?|syllables?)"
    r"(?:[-_ ]?(?:\d+|phases?))?"
)
_SEVERAL = 2
_OF_WORDS = re.compile(r"(?:tx|text|utt|utterance|orth?|transcript(?:ion)?|tr)(?:@.*)?")


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read an ELAN file (EAF 2.7 to 3.0).

    A tier that is said of no other is one speaker, by its participant or else its name. Whatever is said of
    its annotations (a translation, a gloss, words taken apart) is a note beside them that names its tier: so
    one file is one text, and nothing of it is taken for somebody's speech. A tier called by what is done
    ("gestures", "topics") and that names no participant is left out and told, where others have the words.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        Turns in the order of time, with the annotations as their segments.

    Raises:
        NotUnderstood: `not-elan` or `xml-bomb` with the line, `empty-file`, or what `check_text` refuses.
    """
    check_size(len(raw))
    root = open_xml(raw, "not-elan")
    if not str(root.tag).endswith("ANNOTATION_DOCUMENT"):
        raise NotUnderstood("not-elan", "The root of this file is not ELAN's.", line=1, column=1, offset=0)
    file = _File(tiers_of(root))
    cues = [cue for _, cue in sorted(file.cues(), key=lambda pair: pair[0])]
    if not cues:
        raise NotUnderstood("empty-file", "No tier of the file has words in it.")
    text = "\n".join(cue.words for cue in cues)
    # The text is made here: what the file itself holds between its tags says nothing of direction.
    told = [replace(one, line=None) for one in bidi_warnings(text, LineNumbers(text))]
    source = Source(Origin("elan", "binary", b"", raw), conventions, (*file.warnings(cues), *told))
    if all(cue.voice is None for cue in cues):
        return from_cues(cues, source)
    runs = grouped(cues, conventions)
    runs[0] = replace(runs[0], note=runs[0].cues[0].words == HEAD)
    return by_runs(runs, source)


@dataclass(slots=True)
class _File:
    """The tiers, by what they are said of."""

    tiers: Sequence[Tier]
    lost: int = 0
    dropped: int = 0
    beside: int = 0
    said: dict[str, tuple[Said, ...]] = field(default_factory=dict)
    below: dict[str, list[Tier]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {tier.id for tier in self.tiers}
        for tier in self.tiers:
            # A tier said of one that is not there is a tier of its own.
            self.below.setdefault(tier.parent if tier.parent in known - {tier.id} else "", []).append(tier)

    def _unreached(self) -> int:
        """Count what stands on tiers that are said of each other in a ring."""
        tops = self.below.get("", [])
        reached = {tier.id for top in tops for tier in (top, *self._all_below(top.id, 0))}
        return sum(len(tier.annotations) for tier in self.tiers if tier.id not in reached)

    def cues(self) -> Iterator[tuple[tuple[float, int, int], Cue]]:
        """Yield the annotations somebody says, each with where it stands among them."""
        tops = self.below.get("", [])
        said = [top for top in tops if top.participant or not self._is_no_speech(top)]
        self.dropped = sum(top not in said for top in tops) if any(top.annotations for top in said) else 0
        for rank, top in enumerate(said if self.dropped else tops):
            spoken, others = self._spoken(top)
            notes = self._notes(spoken, top, others)
            starts = {one.id: one for one in top.annotations}
            for one in spoken.annotations:
                timed = one if one.order >= 0 else starts.get(one.refers, one)
                lines = tuple(line for line in LINE_END.split(one.words) if line.strip())
                beside = tuple(notes.get(one.id, ()))
                apart = self.said.get(one.id, ())
                cue = Cue(_who(top, spoken), lines, timed.time, one.line, beside, apart)
                yield (timed.since, timed.order, rank), cue

    def _is_no_speech(self, top: Tier) -> bool:
        """Tell whether a tier that names nobody is called by what is done, or has signs of one word only.

        Signs stand beside two who are named, as in "O12_a_b" for who begins while the other one speaks.
        """
        if _OF_WHAT_IS_DONE.fullmatch(_folded(top)):
            return True
        people = {tier.participant for tier in self.tiers if tier.participant and tier.annotations}
        signs = [one.words for one in top.annotations if any(map(str.isalnum, one.words))]
        marked = sum("_" in sign or any(map(str.isdigit, sign)) for sign in signs)
        return len(people) >= _SEVERAL and not any(map(_has_words, signs)) and 2 * marked > len(signs)

    def _spoken(self, top: Tier) -> tuple[Tier, list[Tier]]:
        """Return the tier that holds the words of a speaker, and all others below the top one."""
        others = list(self._all_below(top.id, 0))
        words = next((tier for tier in others if _OF_WORDS.fullmatch(tier.id.casefold())), None)
        if words is None or not _OF_NUMBERS.fullmatch(top.id.casefold()):
            return top, others
        return words, [tier for tier in others if tier is not words]

    def _all_below(self, name: str, depth: int) -> Iterator[Tier]:
        for tier in self.below.get(name, []) if depth < len(self.tiers) else []:
            yield tier
            yield from self._all_below(tier.id, depth + 1)

    def _notes(
        self, spoken: Tier, top: Tier, others: Sequence[Tier]
    ) -> Mapping[str, list[Mapping[str, str]]]:
        """Put together what each tier below says of each annotation, in order."""
        owners = {one.id: one.id for one in spoken.annotations}
        if spoken is not top:
            owners |= {one.refers: one.id for one in spoken.annotations}
        words = {one.id: "".join(one.words.split()) for one in spoken.annotations}
        places = sorted(
            (one.time[0], one.time[1] or one.time[0], one.id) for one in spoken.annotations if one.time
        )
        found: dict[str, list[Mapping[str, str]]] = {}
        for tier in others:
            said: dict[str, list[Annotation]] = {}
            for one in tier.annotations:
                owner = owners.get(one.refers) or _around(one, places)
                owners[one.id] = owner or ""
                self.lost += not owner
                if owner:
                    said.setdefault(owner, []).append(one)
            for owner, several in said.items():
                parts = [one.words for one in several]
                # The same words taken apart say nothing new.
                if "".join("".join(parts).split()) != words[owner]:
                    self.beside += 1
                    found.setdefault(owner, []).append({"words": " ".join(parts), "what": tier.id})
                elif len(parts) > 1 and any(one.time for one in several):
                    self.said[owner] = tuple(Said(one.words, *(one.time or (None,))) for one in several)
        return found

    def warnings(self, cues: Sequence[Cue]) -> Iterator[Warning_]:
        """Say what a person should look at."""
        named = {cue.voice for cue in cues if cue.voice}
        if named:
            yield doubt("tier-as-speaker", n=len(named))
        if self.dropped:
            yield doubt("tiers-left-out:not-words", n=self.dropped)
        if self.beside:
            yield doubt("tiers-beside", n=self.beside)
        lost = self.lost + self._unreached()
        if lost:
            yield doubt("notes-left-out:annotations", n=lost)


def _has_words(sign: str) -> bool:
    return len(sign.split()) > 1


def _around(one: Annotation, places: Sequence[tuple[float, float, str]]) -> str | None:
    """Return the annotation in whose time another one lies, of those by their start, end and id."""
    if one.time is None:
        return None
    middle = (one.time[0] + (one.time[1] or one.time[0])) / 2
    at = bisect_right(places, middle, key=lambda place: place[0]) - 1
    return places[at][2] if at >= 0 and middle <= places[at][1] else None


def _folded(tier: Tier) -> str:
    return " ".join(tier.id.casefold().split())


def _who(top: Tier, spoken: Tier) -> str | None:
    if top.participant or spoken.participant:
        return top.participant or spoken.participant
    name = " ".join(top.id.split())
    if _OF_NUMBERS.fullmatch(name.casefold()):
        return name.partition("@")[2].strip() or None
    if not name or meaning_of(name) is not None or _OF_NOBODY.fullmatch(name.casefold()):
        return None
    return name
