"""QR codes (ISO/IEC 18004) as drawings inside a page: no picture file, no other host."""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Light modules around the code, as the standard asks for.
_QUIET_ZONE = 4


def qr_code(text: str, label: str) -> SafeString:
    """Return a code of `text` as SVG; `label` says what it is to those who cannot see it."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=_QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None)
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, mark_safe(drawn))  # noqa: S308 - digits of a drawing
