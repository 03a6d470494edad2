"""What sheets and templates promise: contrast in both lights, logical properties, nothing in line."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import guwah.web

WEB = Path(guwah.web.__file__).parent
SHEETS = sorted((WEB / "static" / "guwah").glob("*.css"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
TOKENS = (WEB / "static" / "guwah" / "tokens.css").read_text(encoding="utf-8")
HUES = ("claim", "conflict", "withheld", "given", "open", "refused", "risk", "machine", "unheard", "sealed")
LIGHTS = {"paper": 0, "lamp": 1}
# Text on the ground it is printed on; the smallest text of the interface is below 24 px, so 4.5 it is.
TEXT_PAIRS = (
    *product(("ink", "ink-soft", "action", *HUES), ("ground", "sheet", "raised")),
    *((hue, f"{hue}-tint") for hue in HUES),
    *product(("ink", "ink-soft"), tuple(f"{hue}-tint" for hue in HUES)),
    ("action-ink", "action"),
    ("sheet", "risk"),
    ("ink", "found"),
    ("ink", "found-current"),
)
# Borders of controls and the ring of the focus (WCAG 2.2, 1.4.11 and 2.4.13).
SHAPE_PAIRS = tuple(product(("edge", "focus"), ("ground", "sheet", "raised")))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:left|right|top|bottom|width|height"
    r"|min-width|max-width|min-height|max-height)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right))"
)


def colour(name: str, light: str) -> tuple[float, float, float]:
    found = re.search(rf"--{name}: light-dark\((#[0-9a-f]{{6}}), (#[0-9a-f]{{6}})\);", TOKENS)
    assert found, f"no colour named {name}"
    digits = found.group(LIGHTS[light] + 1)[1:]
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def luminance(rgb: tuple[float, float, float]) -> float:
    """Relative luminance after WCAG 2.2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, light: str) -> float:
    high, low = sorted((luminance(colour(one, light)), luminance(colour(other, light))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, light: str) -> None:
    assert contrast(text, ground, light) >= 4.5


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_controls_and_focus_stand_out(shape: str, ground: str, light: str) -> None:
    assert contrast(shape, ground, light) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_only_logical_properties(sheet: Path) -> None:
    text = re.sub(r"@(?:media|page)[^{]*\{", "", sheet.read_text(encoding="utf-8"))
    assert PHYSICAL.findall(text) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_are_named_once_in_the_tokens(sheet: Path) -> None:
    if sheet.name in {"tokens.css", "print.css"}:
        return
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_load_nothing_from_elsewhere(sheet: Path) -> None:
    assert re.findall(r"url\(|@import|//[a-z]", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_carry_no_style_or_script_in_line(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|https?://", text)


def test_every_hue_has_a_colour_a_ground_and_a_class() -> None:
    parts = (WEB / "static" / "guwah" / "parts.css").read_text(encoding="utf-8")
    for hue in HUES:
        assert f".hue-{hue} {{" in parts
        assert f"--{hue}-tint:" in TOKENS


def test_words_that_are_cut_are_not_printed() -> None:
    sheet = (WEB / "static" / "guwah" / "print.css").read_text(encoding="utf-8")
    printed = sheet[sheet.index("@layer print") :]
    assert re.search(r"\.is-cut,\s+\.is-cut \* \{\s+visibility: hidden;", printed)
