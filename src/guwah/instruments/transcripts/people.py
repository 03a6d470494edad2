"""Who speaks under a label of one session; a name is taken from the text or stays unknown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from guwah.instruments.languages import script_of_letter
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.introducing import QUOTES, begins_title, is_short_for, without_brackets
from guwah.instruments.transcripts.labels import Candidate, fold, short_label, style_of
from guwah.instruments.transcripts.model import Participant
from guwah.instruments.transcripts.single import is_full_name, is_han_name
from guwah.instruments.transcripts.unnamed import ASKING, NOBODY

_CAPITALISED = re.compile(r"[^\W\d_][^\s,;:()\[\]]*")
_LISTED = re.compile(
    r"(?P<name>[^,;、，;()（）]+?)\s*(?:[(（](?P<alias>[^()（）]{1,20})[)）])?\s*(?:[,;、，；]|$|\band\b)"
)
_CONNECTING = frozenset(
    {
        "with",
        "by",
        "of",
        "and",
        "from",
        "at",
        "in",
        "on",
        "the",
        "for",
        "between",
        "special",
        "guest",
        "guests",
        "host",
        "hosts",
        "featuring",
        "с",
        "со",
        "и",
        "о",
        "об",
        "у",
        "в",
        "на",
    }
)
"""Words of a heading in capitals that are no part of a name."""

_BRACKET_AFTER = re.compile(r"\s*[(（](?P<inside>[^()（）]{1,40})[)）]\s*$")
_WHO_IS_WHO = re.compile(
    r"(?P<name>[^()（）]{3,60}?)\s*[(（](?P<short>[^()（）]{1,12})[)）](?:\s*[–—,-].{0,60})?"
    r"|(?P<sign>[^\s=–—-]{1,8})\s*(?:=|\s[–—-])\s*(?P<said>[^=–—]{3,60})"
)
_PAIR = re.compile(r"(?P<short>[^\W\d_]{1,2})[：:](?P<name>[^\W\d_]{2,8})")
_LEGEND = re.compile(
    rf"[（(]?(?:(?:以下|下文|文中)(?:简称|簡稱)?[，,:：]?)?(?P<pairs>{_PAIR.pattern}(?:[；;，,]\s*[^\W\d_]{{1,2}}[：:][^\W\d_]{{2,8}})+)[。]?[）)]?"
)
_ROLE_END = re.compile(r"[\s_\-#№]*\d+$")


class People:
    """The set of labels of one session; labels of another session mean nothing here."""

    def __init__(
        self,
        heading: Sequence[str],
        headers: Iterable[Candidate],
        conventions: Conventions,
        above: Iterable[str] = (),
    ) -> None:
        self.conventions = conventions
        self._people: list[Participant] = []
        self._by_key: dict[str, int] = {}
        named = (name for words in heading for name in names_in(words))
        self._heading_names = [name for name in named if not begins_title(fold(name), conventions)]
        self._listed: list[tuple[str, str | None]] = []
        self._roles: dict[str, str | None] = {}
        for head in headers:
            self._read_header(head)
        for line in above:
            self._listed.extend(filter(None, [listed_in(line), *aliased_in(line.partition(":")[2])]))
            self._listed.extend(legend_in(line))

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Those who speak, in order of appearance."""
        letters = [one for one in self._people if self._is_role_letter(one)]
        # Q and A are question and answer only together; alone a letter may be anybody's initial.
        unsure = letters if len(letters) == 1 else []
        return tuple(replace(one, role=None) if one in unsure else one for one in self._people)

    def _is_role_letter(self, one: Participant) -> bool:
        key = fold(one.label)
        return one.name is None and len(key) == 1 and key in self.conventions.role_words

    def speaker_of(self, label: Candidate) -> str:
        """Resolve one label in reading order and remember whom it stands for."""
        found = self._find(label)
        if found is None:
            found = self._add(label)
        if label.alias:
            self._by_key[fold(label.alias)] = found
            self._relabel(found, label.alias)
        self._by_key[label.key] = found
        if style_of(label.base) == "initials" and label.alias is None:
            self._relabel(found, label.base)
        return self._people[found].speaker

    def _relabel(self, index: int, label: str) -> None:
        known = self._people[index]
        self._people[index] = Participant(label, known.name, known.role)

    def _find(self, label: Candidate) -> int | None:
        if label.key in self._by_key:
            return self._by_key[label.key]
        named = self._name_of_alias(label)
        return named if named is not None else self._only_fitting(label)

    def _name_of_alias(self, label: Candidate) -> int | None:
        """Find who was known by a short label only, and give them the name that stands before it now."""
        index = self._by_key.get(fold(label.alias)) if label.alias else None
        if index is None or self._people[index].name is not None:
            return None
        self._people[index] = Participant(label.alias or label.base, label.base, self._people[index].role)
        return index

    def _only_fitting(self, label: Candidate) -> int | None:
        if self._answers(label):
            return None
        fitting = [i for i, one in enumerate(self._people) if one.name and _means(label, one.name)]
        # A letter that could stand for two people stands for neither.
        first = [i for i in fitting if (self._people[i].name or "").casefold().startswith(label.key)]
        unlabelled = [i for i in first or fitting if self._people[i].label == self._people[i].name]
        return unlabelled[0] if len(unlabelled) == 1 else None

    def _answers(self, label: Candidate) -> bool:
        """Tell whether a letter stands for answers since the other one asks: "A" beside "Q" is no initial."""
        asked = self.conventions.question_words
        return label.key in asked and any(key in asked for key in self._by_key if key != label.key)

    def _add(self, label: Candidate) -> int:
        name = self._name(label)
        role = self._role(label) if name in {None, *self._roles} or len(label.key) > 1 else None
        self._people.append(Participant(label.alias or label.base, name, role))
        return len(self._people) - 1

    def _role(self, label: Candidate) -> str | None:
        if label.base == ASKING:
            return "interviewer"
        beside = (self.conventions.role_words.get(fold(one.inside)) for one in label.beside)
        own = self.conventions.role_words.get(_ROLE_END.sub("", label.key))
        above = self._roles.get(self._name(label) or "")
        return next((role for role in (*beside, own, above) if role), None)

    def _name(self, label: Candidate) -> str | None:
        for name, alias in self._listed:
            if label.key in {fold(name), fold(alias or "")} or (alias is None and _means(label, name)):
                return name
        if not any(map(str.isalnum, label.base)):
            return None
        named = None if self._answers(label) else self._named_above(label)
        if named or label.style == "initials":
            return named
        is_role = _ROLE_END.sub("", label.key) in self.conventions.role_words
        return None if is_role else label.base

    def _named_above(self, label: Candidate) -> str | None:
        """Return the one name of the heading, or beside a role, that a label is short for."""
        above = (name for name in self._heading_names if _is_at_an_edge(label, name))
        names = dict.fromkeys(name for name in (*self._roles, *above) if _means(label, name))
        return next(iter(names)) if len(names) == 1 else None

    def _read_header(self, head: Candidate) -> None:
        value = head.line.text[head.words - head.line.start :]
        if head.key in self.conventions.role_words:
            bracket = _BRACKET_AFTER.search(value)
            name = value[: bracket.start()].strip() if bracket else value
            self._listed.append((name, head.base))
            short = short_label(bracket["inside"], self.conventions) if bracket else ""
            if short and (style_of(short) in {"initials", "upper"} or _is_han_letter(short)):
                self._listed.append((name, short))
            if is_full_name(name) or is_han_name(name):
                self._roles[name] = self.conventions.role_words[head.key]
        elif is_full_name(value) and is_short_for(head.key, value):
            self._listed.append((value, head.base))
        elif head.key in self.conventions.participant_words:
            for match in _LISTED.finditer(without_brackets(value)):
                alias = match["alias"]
                known = alias if alias and style_of(alias) in {"initials", "upper", "uncased"} else None
                name = match["name"].strip(QUOTES)
                # A letter in a list says that somebody speaks, and names nobody.
                if known or style_of(name) != "initials":
                    self._listed.append((name, known))
        else:
            self._listed.extend(aliased_in(value))


def _is_han_letter(short: str) -> bool:
    return len(short) == 1 and script_of_letter(short) == "Hani"


def _means(label: Candidate, name: str) -> bool:
    """Tell whether a label can be short for a full name: its initials, or one of its words."""
    words = name.casefold().split()
    if is_han_name(name):
        return len(label.base) == 1 and name.startswith(label.base)
    if label.style == "initials" or (label.style == "upper" and len(words) == len(label.key)):
        return is_short_for(label.key, name)
    return len(words) > 1 and label.key in words


def _is_at_an_edge(label: Candidate, name: str) -> bool:
    """Tell whether a label is no word in the middle of a heading's: "New Clerk Struggles" names nobody."""
    return label.key not in name.casefold().split()[1:-1]


def participant_of_voice(voice: str, conventions: Conventions) -> Participant:
    """Return who a voice tag names: a name, or a role, a number or a dash that is nobody's name."""
    if NOBODY.fullmatch(voice):
        return Participant(voice, None, "interviewer" if voice == ASKING else None)
    bare = _ROLE_END.sub("", fold(voice))
    if bare in conventions.role_words:
        return Participant(voice, None, conventions.role_words[bare])
    return Participant(voice, None if style_of(voice) == "initials" else voice)


def listed_in(line: str) -> tuple[str, str] | None:
    """Return the name and the short label of a line that says who is who, or None.

    >>> listed_in("Ann Low (AL) – interviewer"), listed_in("TH = Tom Hale"), listed_in("We met (once).")
    (('Ann Low', 'AL'), ('Tom Hale', 'TH'), None)
    """
    match = _WHO_IS_WHO.fullmatch(line)
    if match is None or ":" in line:
        return None
    name, short = match["name"] or match["said"], match["short"] or match["sign"]
    return (name, short) if is_full_name(name) and style_of(short) == "initials" else None


def aliased_in(value: str) -> list[tuple[str, str]]:
    """Return the full names of a list that have a short label in brackets behind them.

    >>> aliased_in("Ann Low (E1), Tom Hale (E2), Bo"), aliased_in("a woman (TEST)")
    ([('Ann Low', 'E1'), ('Tom Hale', 'E2')], [])
    """
    found = ((match["name"].strip(), match["alias"] or "") for match in _LISTED.finditer(value))
    return [(name, alias) for name, alias in found if is_full_name(name) and style_of(alias) == "initials"]


def legend_in(line: str) -> list[tuple[str, str]]:
    """Return the names and the short labels of a legend in Chinese, in brackets or not; none elsewhere.

    >>> legend_in("（以下，馕：面包师；客：顾客）")
    [('面包师', '馕'), ('顾客', '客')]
    """
    match = _LEGEND.fullmatch(line.strip())
    if match is None:
        return []
    return [(pair["name"], pair["short"]) for pair in _PAIR.finditer(match["pairs"])]


def names_in(heading: str) -> list[str]:
    """Return the runs of capitalised words of a heading, its first word left out.

    >>> names_in("Conversation with Alice Baker")
    ['Alice Baker']
    """
    words = heading.split()
    runs: list[list[str]] = [[]]
    for word in words[1:]:
        bare = word.strip(".,;:()[]“”\"'")
        if bare[:1].isupper() and bare.casefold() not in _CONNECTING and _CAPITALISED.fullmatch(bare):
            runs[-1].append(bare)
            if word[-1:] in ",;:":
                runs.append([])
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run]
