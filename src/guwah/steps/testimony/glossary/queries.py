"""What stands in a glossary, and where its terms stand in a text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.testimony.glossary.tables import Term, TermVersion
from guwah.steps.testimony.models import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guwah.accounts.models import Case, Member

# From so many letters on, a term is found with an ending as well.
_STEM = 4
_MOST_GLOSSES = 200


def sees_sensitive(member: Member, case: Case) -> bool:
    """Say whether a member sees sensitive terms: those who work on texts and check them."""
    return may(member, Permission.TESTIMONY_CHECK, case)


def newest(case: Case) -> list[TermVersion]:
    """Return what was last said of every term of a case, those taken out too, in the order of the words."""
    rows = TermVersion.objects.filter(term__case=case).select_related(
        "made_by", "term__anchor__now", "term__anchor__revision"
    )
    latest = {row.term_id: row for row in rows.defer("term__anchor__revision__text").order_by("number")}
    return sorted(latest.values(), key=lambda row: (row.written.casefold(), row.term_id))


def entries(member: Member, case: Case, sought: str = "", language: str = "") -> list[TermVersion]:
    """Return the terms of a case that a member may see and that hold what is looked for.

    Args:
        member: who looks.
        case: whose terms.
        sought: letters of the term, its meaning, note or renderings, in any case; empty for all.
        language: language of the term or of a rendering; empty for all.
    """
    sees, wanted = sees_sensitive(member, case), _key(sought.strip())
    return [
        row
        for row in newest(case)
        if not row.dropped
        and (sees or not row.sensitive)
        and (not language or language in {row.language, *row.renderings})
        and wanted in _key("\n".join((row.written, row.meaning, row.note, *row.renderings.values())))
    ]


def languages_of(rows: Iterable[TermVersion]) -> list[str]:
    """Return the languages that terms and their renderings are in, in order."""
    return sorted({tag for row in rows for tag in (row.language, *row.renderings) if tag})


def term_of(member: Member, case: Case, term_id: int) -> Term | None:
    """Return a term of a case that a member may see, or None."""
    term = Term.objects.filter(case=case, pk=term_id).select_related("case").first()
    if term is None:
        return None
    sensitive = term.versions.latest("number").sensitive
    return term if not sensitive or sees_sensitive(member, case) else None


def history(member: Member, term: Term) -> list[TermVersion]:
    """Return what was said of a term and a member may see, the newest first.

    What was sensitive when it was said stays so, whatever was said after it.
    """
    rows = term.versions.select_related("made_by").order_by("-number")
    sees = sees_sensitive(member, term.case)
    return [row for row in rows if sees or not row.sensitive]


def glosses(case: Case) -> list[Mark]:
    """Return the glosses that the newest texts of a case explain and the glossary does not hold yet."""
    known = {_key(row.written) for row in newest(case)}
    rows = Mark.objects.filter(kind="gloss", revision__layer__case=case, revision__children=None)
    found: dict[str, Mark] = {}
    for row in rows.select_related("revision__layer", "block__session").defer("revision__text"):
        term = _key(str(row.attributes.get("term", "")))
        if term and term not in known:
            found.setdefault(term, row)
    return list(found.values())[:_MOST_GLOSSES]


def places(text: str, rows: Iterable[TermVersion]) -> Iterator[tuple[int, int, TermVersion]]:
    """Yield where terms, and what they are rendered with, stand in a text; the longest where several begin.

    Words are found at their beginning, from four letters on with any ending; capitals count for nothing.
    """
    by_words: dict[str, TermVersion] = {}
    for row in rows:
        for words in (row.written, *row.renderings.values()):
            if words.strip():
                by_words.setdefault(_key(words.strip()), row)
    if not by_words:
        return
    ways = [_way(words) for words in sorted(by_words, key=len, reverse=True)]
    for match in re.finditer("|".join(ways), text, re.IGNORECASE):
        found = by_words.get(_key(match[0]))
        if found is not None:
            yield match.start(), match.end(), found


def _way(words: str) -> str:
    quoted = re.escape(words)
    if any(unicodedata.name(letter, "").startswith("CJK") for letter in words):
        return quoted
    return rf"(?<!\w){quoted}" + ("" if len(words) >= _STEM else r"(?!\w)")


def _key(words: str) -> str:
    # One character for one, so that what is found is as long as what was looked for.
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in words)
