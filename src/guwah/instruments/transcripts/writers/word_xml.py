"""Runs and paragraphs of WordprocessingML as text (ECMA-376 part 1, §17.3)."""

import html
import re
from dataclasses import dataclass

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RTL = frozenset({"Arab", "Hebr"})


def is_rtl(script: str) -> bool:
    """Tell whether a script is written from right to left."""
    return script in _RTL


@dataclass(slots=True)
class Runs:
    """Makes runs of words, and counts the characters that cannot stand in XML (XML 1.0, production 2)."""

    lost: int = 0

    def of(self, words: str, *, rtl: bool, bold: bool = False) -> str:
        """Return words as one run; nothing for none."""
        kept = _NO_XML.sub("", words)
        self.lost += len(words) - len(kept)
        if not kept:
            return ""
        look = ("<w:b/>" if bold else "") + ("<w:rtl/>" if rtl else "")
        # Word shows a tab only where it is an element of its own.
        parts = [
            f'<w:t xml:space="preserve">{html.escape(part, quote=False)}</w:t>' if part else ""
            for part in kept.split("\t")
        ]
        return "<w:r>" + (f"<w:rPr>{look}</w:rPr>" if look else "") + "<w:tab/>".join(parts) + "</w:r>"


def paragraph(inside: str, *, rtl: bool, style: str = "") -> str:
    """Return runs as a paragraph; `bidi` turns its sides where the words are right-to-left."""
    look = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:bidi/>" if rtl else "")
    return "<w:p>" + (f"<w:pPr>{look}</w:pPr>" if look else "") + inside + "</w:p>"
