"""Terms kept, changed and taken out of a glossary, and the glossary made a file."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.instruments.cells import defused
from guwah.instruments.languages import BadTag, normalise
from guwah.steps.testimony.glossary import queries
from guwah.steps.testimony.glossary.tables import Term, TermVersion
from guwah.steps.testimony.layers.versions import group_of
from guwah.steps.testimony.models import Cut
from guwah.steps.testimony.search.withheld import closed, inside
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.accounts.models import Case, Member
    from guwah.instruments.redaction.spans import Spans
    from guwah.steps.testimony.models import Anchor

FORMATS = ("csv", "json")
_MOST = 200

_AROUND = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a term; the fields are those of `TermVersion`."""

    written: str
    language: str = ""
    meaning: str = ""
    renderings: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    sensitive: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """A glossary as a file.

    Attributes:
        name: what to call it.
        data: its bytes, UTF-8.
        terms: how many it holds.
        sensitive: how many sensitive ones were left out.
        cut: how many were left out because their words are cut.
    """

    name: str
    data: bytes
    terms: int
    sensitive: int
    cut: int


def keep_term(actor: Member, case: Case, said: Said, anchor: Anchor | None = None) -> TermVersion:
    """Put a term into the glossary of a case.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: `no-words`, `too-long`, a language that is no tag, or words of another case.
        Refused: `known-term`: it is there already, in the same language.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target="glossary")
    if anchor is not None and anchor.revision.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These words belong to another case.")
    said = _checked(said)
    with transaction.atomic():
        _not_known(case, said, None)
        term = Term.objects.create(case=case, anchor=anchor, made_by=actor)
        return _write(actor, term, 1, said, Act.TERM_KEPT)


def change_term(actor: Member, term: Term, base: int, said: Said) -> TermVersion:
    """Say something else of a term, or take it out; the earlier stays. The same again is nothing new.

    Args:
        actor: who says it.
        term: which term.
        base: number of the version the actor had before the eyes.
        said: all that is now said of it.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse, Refused: as `keep_term`; `edited-meanwhile`: somebody has changed it since.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, term.case, target=f"term:{term.pk}")
    said = _checked(said)
    with transaction.atomic():
        now = term.versions.latest("number")
        if now.number != base:
            raise Refused(
                "edited-meanwhile", "Somebody changed this term after you opened it. Look at it again."
            )
        if _as_said(now) == said:
            return now
        if not said.dropped:
            _not_known(term.case, said, term)
        return _write(actor, term, base + 1, said, Act.TERM_CHANGED)


def drop_term(actor: Member, term: Term, base: int) -> TermVersion:
    """Take a term out of the glossary; its history stays. See `change_term`."""
    return change_term(actor, term, base, replace(_as_said(term.versions.latest("number")), dropped=True))


def glossary_file(actor: Member, case: Case, to: str, *, sensitive: bool = False) -> GlossaryFile:
    """Make a file of a glossary, for work inside the group, and write into the log that it was taken out.

    Terms taken from words that are cut, in any text that says the same, standing in them or saying them are
    left out; sensitive ones unless asked for.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: `unknown-format`.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target="glossary")
    if to not in FORMATS:
        raise WrongUse("unknown-format", "A glossary is written as csv or json.")
    rows = queries.entries(actor, case)
    open_ones = [row for row in rows if sensitive or not row.sensitive]
    shown = _not_cut(case, open_ones)
    data = (_as_csv(shown) if to == "csv" else _as_json(shown)).encode()
    made = GlossaryFile(
        f"case-{case.pk}-glossary.{to}",
        data,
        len(shown),
        len(rows) - len(open_ones),
        len(open_ones) - len(shown),
    )
    with transaction.atomic():
        told = {"format": to, "terms": [row.term_id for row in shown], "sensitive": sensitive}
        record(Act.GLOSSARY_COPIED, actor.actor, things=[Thing("glossary", told)], case=case.pk)
    return made


def _checked(said: Said) -> Said:
    written = " ".join(said.written.split())
    if not written:
        raise WrongUse("no-words", "A term has words.")
    if len(written) > _MOST:
        raise WrongUse("too-long", "A term is at most 200 characters long.")
    renderings = {_tag(tag): words.strip() for tag, words in said.renderings.items() if words.strip()}
    return replace(
        said,
        written=written,
        language=_tag(said.language),
        meaning=said.meaning.strip(),
        renderings=dict(sorted(renderings.items())),
        note=said.note.strip(),
    )


def _tag(said: str) -> str:
    try:
        return normalise(said.strip()) if said.strip() else ""
    except BadTag as bad:
        raise WrongUse(bad.code, "The language is written as a tag, such as kk-Arab, ug or en.") from bad


def _as_said(row: TermVersion) -> Said:
    return Said(row.written, row.language, row.meaning, row.renderings, row.note, row.sensitive, row.dropped)


def _not_known(case: Case, said: Said, besides: Term | None) -> None:
    for row in queries.newest(case):
        same = (row.written.casefold(), row.language) == (said.written.casefold(), said.language)
        if same and not row.dropped and row.term_id != (besides.pk if besides else None):
            raise Refused("known-term", "This term is in the glossary already.")


def _write(actor: Member, term: Term, number: int, said: Said, act: Act) -> TermVersion:
    row = TermVersion.objects.create(term=term, number=number, made_by=actor, **asdict(said))
    told = {"id": term.pk, "version": number, **asdict(said)}
    record(act, actor.actor, things=[Thing("term", told)], case=term.case_id)
    return row


def _not_cut(case: Case, rows: Sequence[TermVersion]) -> list[TermVersion]:
    """Leave out what would say cut words: by their place in any text that says the same, or as words.

    A cut of one short word may leave out more than it must: better too little than what was to be withheld.
    """
    cuts = Cut.objects.filter(case=case, lifted_at=None).select_related("anchor")
    words = [said for cut in cuts if (said := _bare(cut.anchor.quote))]
    holes: dict[int, Spans] = {}
    return [row for row in rows if not _says(row, words) and not _touched(row, holes)]


def _touched(row: TermVersion, holes: dict[int, Spans]) -> bool:
    """Say whether a term was taken from withheld words; `holes` keeps what is known of texts, by layer."""
    if row.term.anchor is None:
        return False
    now, layer = row.term.anchor.now, row.term.anchor.revision.layer
    if layer.pk not in holes:
        holes |= closed(group_of(layer))
    withheld = holes[layer.pk]
    if not withheld:
        return False
    # Where the words are lost from the newest text, nothing tells whether they are under a cut.
    newest = layer.revisions.latest("number").pk
    return now.revision_id != newest or bool(inside(withheld, now.start, now.end))


def _says(row: TermVersion, words: Sequence[str]) -> bool:
    """Say whether a term stands in cut words, or they in anything that is said of it."""
    names = [_bare(each) for each in (row.written, *row.renderings.values())]
    told = [*names, _bare(row.meaning), _bare(row.note)]
    return any(any(each in cut for each in names) or any(cut in each for each in told) for cut in words)


def _bare(words: str) -> str:
    """Return words as they are compared: without capitals, line ends and the points around them."""
    return _AROUND.sub("", " ".join(words.split()).casefold())


def _as_json(rows: Sequence[TermVersion]) -> str:
    return json.dumps([told(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def told(row: TermVersion) -> dict[str, Any]:
    """Return a term as files and commands tell it."""
    return {
        "id": row.term_id,
        "version": row.number,
        "term": row.written,
        "language": row.language,
        "meaning": row.meaning,
        "renderings": row.renderings,
        "note": row.note,
        "sensitive": row.sensitive,
        "by": row.made_by.handle,
        "at": row.made_at.isoformat(),
    }


def _as_csv(rows: Sequence[TermVersion]) -> str:
    """Return a table with a column for each language; a cell that a spreadsheet would reckon is made text."""
    tags = sorted({tag for row in rows for tag in row.renderings})
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "term", "language", "meaning", *tags, "note", "sensitive", "by", "at"])
    for row in rows:
        each = told(row)
        cells = [
            each["term"],
            row.language,
            row.meaning,
            *(row.renderings.get(tag, "") for tag in tags),
            row.note,
        ]
        sensitive = "yes" if row.sensitive else ""
        writer.writerow([row.term_id, *map(defused, cells), sensitive, defused(each["by"]), each["at"]])
    return out.getvalue()
