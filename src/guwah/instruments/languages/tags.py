"""Language tags after BCP 47 (RFC 5646), kept as they were written."""

import re
from dataclasses import dataclass

_PATTERN = re.compile(
    r"(?P<language>[a-z]{2,3}(?P<extended>(?:-[a-z]{3}){0,3})|[a-z]{4,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


class BadTag(ValueError):
    """A string that is no well-formed language tag (RFC 5646, 2.1)."""

    code = "bad-language-tag"


@dataclass(frozen=True, slots=True)
class Tag:
    """One language tag, split (RFC 5646, 2.1).

    Attributes:
        verbatim: The tag as it was written.
        language: Primary language subtag with its extended subtags, lower case.
        script: ISO 15924 code with a capital, or None when it was not said.
        region: ISO 3166 or UN M.49 code in upper case, or None.
        variants: Variant subtags, lower case, in order.
        rest: Extensions and private use, lower case, without the leading hyphen; empty when absent.
    """

    verbatim: str
    language: str
    script: str | None
    region: str | None
    variants: tuple[str, ...]
    rest: str

    def __str__(self) -> str:
        parts = [self.language, self.script, self.region, *self.variants, self.rest]
        return "-".join(part for part in parts if part)


def parse(tag: str) -> Tag:
    """Split a language tag.

    Args:
        tag: A tag such as `ug-Arab` or `zh-Latn-pinyin`.

    Returns:
        The parts; `str()` of it is the tag in the usual case (RFC 5646, 2.1.1). A script that was
        written is kept also where a registry would call it superfluous: kk alone says nothing here.

    Raises:
        BadTag: The string is not well-formed.
    """
    match = _PATTERN.fullmatch(tag)
    if match is None:
        raise BadTag("not a language tag as BCP 47 has them")
    script, region = match["script"], match["region"]
    return Tag(
        verbatim=tag,
        language=match["language"].lower(),
        script=script.title() if script else None,
        region=region.upper() if region else None,
        variants=tuple(part.lower() for part in match["variants"].split("-") if part),
        rest=((match["extensions"] or "") + (match["private"] or "")).lower().lstrip("-"),
    )


def normalise(tag: str) -> str:
    """Return the tag in the usual case, nothing dropped (RFC 5646, 2.1.1).

    Raises:
        BadTag: The string is not well-formed.
    """
    return str(parse(tag))
