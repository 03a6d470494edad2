"""Takes the pictures of docs/pictures from the sample case in a real browser: `./dev shots`.

With `--looks` every page of testimony is taken instead, in five scripts, by day and by night, from right to
left, on a phone and printed, into build/looks: to be looked at, not kept. Names choose some, of either.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pypdfium2
from PIL import Image

from browsing import ROOT, Site, launched, open_page, served

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, FloatRect

PICTURES = ROOT / "docs" / "pictures"
SEEN = ROOT / "build" / "looks"
LARGEST = 120_000
PHONE = (390, 844)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: where it is taken, of which part of the page, in which language and light.

    Attributes:
        path: address of the page; `{case}` is the number of the sample case.
        part: the part that is brought to the upper edge, the page's head when empty.
        words: words that are selected before the picture is taken.
        whole: the page down to its foot, and not what one screen shows.
        printed: the first sheet of paper.
    """

    name: str
    path: str
    part: str = ""
    words: str = ""
    language: str = "en"
    light: Literal["light", "dark"] = "light"
    size: tuple[int, int] = (1280, 800)
    whole: bool = False
    printed: bool = False


TESTIMONY = "/cases/{case}/testimony/"
# The second call, and the text that waits to be taken in.
TALK, DOUBTED = f"{TESTIMONY}3/", f"{TESTIMONY}import/?item=11&kind=original"
SHOTS = (
    Shot("today", "/"),
    Shot("case", "/cases/{case}/", size=(1280, 900)),
    Shot("reader", "/cases/{case}/testimony/2/", part="#s1-t7", words="I cooked for four hundred children"),
    Shot("reader-uyghur", "/cases/{case}/testimony/3/", language="ug", size=(1280, 900)),
    Shot("chronology", "/cases/{case}/claims/chronology/", size=(1280, 1000)),
    Shot("suggestions", "/cases/{case}/claims/suggestions/2/?kind=date", part="[data-suggested]"),
    Shot("conflict", "/cases/{case}/claims/conflicts/", size=(1280, 900)),
    Shot("deeds", "/cases/{case}/claims/deeds/", part=".picture", size=(1280, 800)),
    Shot("sums", "/cases/{case}/claims/sums/", part=".picture", size=(1280, 800)),
    Shot("consent", "/cases/{case}/consent/", part=".consent.hue-open"),
    Shot("edition-refused", "/cases/{case}/editions/prepare/?audience=public", size=(1280, 900)),
    Shot("edition-words", "/cases/{case}/editions/prepare/2/?audience=public", part="#s1-t16"),
    Shot("dark", "/cases/{case}/testimony/2/", part="#s1-t10", light="dark"),
    Shot("phone", "/cases/{case}/testimony/5/", size=(390, 800)),
    Shot("beside", f"{TALK}?with=7&with=8", part="#s1-t2", size=(1280, 900)),
    Shot(
        "beside-dark", f"{TALK}?with=9&with=4", part="#s1-t2", language="ug", light="dark", size=(1280, 900)
    ),
    Shot("typing", "/cases/{case}/testimony/typing/1/"),
    Shot("preview", DOUBTED, part="#understood", size=(1280, 1000)),
)
LOOKS = tuple(
    replace(shot, whole=True)
    for shot in (
        *(Shot(f"reader-{n}", f"{TESTIMONY}{n}/") for n in (1, 2, 3, 5, 6, 7, 8, 9)),
        Shot("reader-dark", f"{TESTIMONY}2/", light="dark"),
        Shot("reader-ug", TALK, language="ug"),
        Shot("reader-ug-dark", TALK, language="ug", light="dark"),
        Shot("reader-phone", f"{TESTIMONY}2/", size=PHONE),
        Shot("reader-ug-phone", TALK, language="ug", size=PHONE),
        Shot("reader-printed", f"{TESTIMONY}2/", printed=True),
        Shot("reader-ug-printed", TALK, language="ug", printed=True),
        Shot("two", f"{TALK}?with=4"),
        Shot("two-not-confirmed", f"{TESTIMONY}1/?with=2"),
        Shot("two-ug", f"{TALK}?with=7", language="ug"),
        Shot("three", f"{TALK}?with=7&with=8"),
        Shot("three-ug-dark", f"{TALK}?with=9&with=4", language="ug", light="dark"),
        Shot("three-phone", f"{TALK}?with=7&with=8", size=PHONE),
        Shot("three-printed", f"{TALK}?with=7&with=8", printed=True),
        Shot("texts", TESTIMONY),
        Shot("texts-ug", TESTIMONY, language="ug"),
        Shot("related-ug", f"{TALK}related/", language="ug"),
        Shot("typing-page", f"{TESTIMONY}typing/1/"),
        Shot("typing-ug-dark", f"{TESTIMONY}typing/1/", language="ug", light="dark"),
        Shot("typing-phone", f"{TESTIMONY}typing/1/", size=PHONE),
        Shot("typing-begin", f"{TESTIMONY}typing/"),
        Shot("draft", "/cases/{case}/draft/"),
        Shot("draft-ug-dark", "/cases/{case}/draft/", language="ug", light="dark"),
        Shot("glossary", f"{TESTIMONY}glossary/"),
        Shot("glossary-ug-phone", f"{TESTIMONY}glossary/", language="ug", size=PHONE),
        Shot("record-ug", f"{TESTIMONY}typing/record/", language="ug"),
        Shot("preview-en", DOUBTED),
        Shot("preview-ug", DOUBTED, language="ug"),
        Shot("preview-ru-dark", DOUBTED, language="ru", light="dark"),
        Shot("preview-zh", DOUBTED, language="zh-hans"),
        Shot("preview-kk-phone", DOUBTED, language="kk", size=PHONE),
        Shot("search", "/search/1/"),
        Shot("search-ug", "/search/1/", language="ug"),
        Shot("search-zh-dark", "/search/", language="zh-hans", light="dark"),
        Shot("search-phone", "/search/1/", size=PHONE),
        Shot("edit", f"{TESTIMONY}2/edit/s1-t8/"),
        Shot("edit-ug-dark", f"{TALK}edit/s1-t2/", language="ug", light="dark"),
        Shot("edit-phone", f"{TALK}edit/s1-t2/", size=PHONE),
        Shot("revisions-ug", f"{TALK}revisions/", language="ug"),
        Shot("compare", f"{TESTIMONY}2/compare/"),
        Shot("changed", f"{TESTIMONY}2/changed/"),
        *(
            Shot(f"call-{one}-{other}", f"/cases/{{case}}/call/?caller={one}&witness={other}", language=page)
            for one, other, page in (
                ("en", "ug", "en"),
                ("ug", "zh-Hans", "ug"),
                ("zh-Hans", "kk", "zh-hans"),
                ("ru", "ug", "ru"),
                ("kk", "ru", "kk"),
            )
        ),
        Shot("call-dark", "/cases/{case}/call/?caller=en&witness=ug", light="dark"),
        Shot("call-phone", "/cases/{case}/call/?caller=en&witness=ug", size=PHONE),
        Shot("call-printed", "/cases/{case}/call/?caller=en&witness=ug", printed=True),
        Shot("deeds-page", "/cases/{case}/claims/deeds/"),
        Shot("deeds-ug-dark", "/cases/{case}/claims/deeds/", language="ug", light="dark"),
        Shot("deeds-phone", "/cases/{case}/claims/deeds/", size=PHONE),
        Shot("deeds-printed", "/cases/{case}/claims/deeds/", printed=True),
        Shot("sums-page", "/cases/{case}/claims/sums/"),
        Shot("sums-ug-dark", "/cases/{case}/claims/sums/", language="ug", light="dark"),
        Shot("sums-phone", "/cases/{case}/claims/sums/", size=PHONE),
        Shot("sums-printed", "/cases/{case}/claims/sums/", printed=True),
        Shot("habits-ug", "/habits/", language="ug"),
        Shot("paste-ug", f"{TESTIMONY}paste/", language="ug"),
    )
)
# Selects words as a reader would, so that the bar shows what can be done with them.
_SELECT = """(quote) => {
  for (const words of document.querySelectorAll('[data-words]')) {
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    let node;
    while ((node = walker.nextNode())) {
      const at = node.data.indexOf(quote);
      if (at < 0) continue;
      document.getSelection().setBaseAndExtent(node, at, node, at + quote.length);
      return true;
    }
  }
  return false;
}"""


def take(browser: Browser, site: Site, shot: Shot, folder: Path) -> Path:
    """Take one picture and return its file."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=shot.light, reduced_motion="reduce"
    )
    page = open_page(site, context, "aygul")
    context.add_cookies([{"name": "guwah_language", "value": shot.language, "url": site.address}])
    page.goto(site.at(shot.path.format(case=site.case)))
    if shot.part:
        page.locator(shot.part).first.evaluate("(part) => scrollTo(0, part.getBoundingClientRect().top - 60)")
    if shot.words:
        assert page.evaluate(_SELECT, shot.words), shot.name
        page.locator("[data-selection-bar]").wait_for(state="visible")
    page.evaluate("document.fonts.ready.then(() => true)")
    if page.locator("[data-wave]").count():
        # Drawn when its shape has come, which a busy machine is slower at than at taking a picture.
        page.locator("[data-wave]").wait_for(state="visible")
    if shot.printed:
        sheet = pypdfium2.PdfDocument(page.pdf(format="A4"))[0]
        taken = sheet.render(scale=1.5).to_pil()
    else:
        drawn = page.screenshot(animations="disabled", full_page=shot.whole)
        taken = Image.open(io.BytesIO(drawn))
    context.close()
    return keep(taken, folder / f"{shot.name}.png")


def keep(taken: Image.Image, target: Path) -> Path:
    """Write a picture in as many colours as a page has: a third of the bytes, and nobody sees it."""
    few = taken.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(target, optimize=True)
    return target


def light_enough(target: Path) -> Path:
    """Return a picture that a README may carry; one that is too heavy is an error."""
    size = target.stat().st_size
    assert size <= LARGEST, f"{target.name} weighs {size} bytes"
    return target


# What the sample's condition means: the passages somebody marks and cuts before an edition can be built.
MEANT = (
    "Let me tell you about my daughter’s illness: in those months her seizures began",
    "and there was nobody to take her to a doctor",
    "Now she takes medicine.",
)
SAMPLE = ROOT / "src" / "guwah" / "cli" / "sample" / "call-1.en.txt"
LAYER = "2"


def edition(held: Path, site: Site) -> Path:
    """Mark, cut, read and build by command, as the documents tell; return the folder of the edition."""
    text, cuts = SAMPLE.read_text("utf-8"), []
    (held / "passphrase").write_text(site.passphrases["aygul"], "utf-8")

    def guwah(*words: str) -> None:
        known = {"GUWAH_VAULT": str(site.vault), "GUWAH_PASSPHRASE_FILE": str(held / "passphrase")}
        command = [sys.executable, "-W", "ignore", "-m", "guwah.cli.main", *words]
        environment = {**os.environ, **known, "PYTHONPATH": str(ROOT / "src")}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)

    for words in MEANT:
        start, end = text.index(words), text.index(words) + len(words)
        place = ("--layer", LAYER, "--start", str(start), "--end", str(end))
        guwah("consent", "mark", str(site.case), "first-call", *place)
        cuts.append({"layer": int(LAYER), "start": start, "end": end, "reason": "health", "by": "witness"})
    (held / "cuts.json").write_text(json.dumps({"cuts": cuts}), "utf-8")
    guwah("cut", "add", str(site.case), str(held / "cuts.json"))
    guwah("edition", "build", str(site.case), "--audience", "public", "--out", str(held / "edition"))
    return held / "edition"


def take_edition(browser: Browser, folder: Path) -> Path:
    """Take the picture of an edition opened from its folder, as a stranger opens it from a stick."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    # Cut out of the whole page: what is scrolled to may not be painted yet.
    second = page.locator("article").nth(1).bounding_box()
    assert second is not None
    target = PICTURES / "edition.png"
    # From her twelfth turn on: there something is withheld, and one sees at whose wish.
    part: FloatRect = {"x": 0, "y": second["y"] + 905, "width": 1280, "height": 700}
    drawn = page.screenshot(animations="disabled", full_page=True, clip=part)
    context.close()
    return keep(Image.open(io.BytesIO(drawn)), target)


def look(browser: Browser, site: Site, names: Sequence[str]) -> None:
    """Take every look, or those named, into build/looks."""
    SEEN.mkdir(parents=True, exist_ok=True)
    for shot in LOOKS:
        if not names or shot.name in names:
            sys.stdout.write(f"{take(browser, site, shot, SEEN).relative_to(ROOT)}\n")


def main() -> None:
    """Fill a throw-away vault with the sample case, and take every picture of it, or the looks."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="guwah-shots-") as held:
        known = {
            "GUWAH_VAULT": str(Path(held) / "vault"),
            "TMPDIR": held,
            "GUWAH_SEEN": str(Path(held) / "seen"),
        }
        with served("demo --json", known, lines=2) as server, launched() as browser:
            told = json.loads(server.said[0])
            address = f"http://localhost:{server.port}"
            site = Site(address, Path(held) / "vault", told["case"], told["members"])
            names = [name for name in sys.argv[1:] if name != "--looks"]
            if "--looks" in sys.argv:
                look(browser, site, names)
                return
            for shot in (each for each in SHOTS if not names or each.name in names):
                taken = light_enough(take(browser, site, shot, PICTURES))
                sys.stdout.write(f"{taken.relative_to(ROOT)}\n")
            if names and "edition" not in names:
                return
            folder = edition(Path(held), site)
            taken = light_enough(take_edition(browser, folder))
            sys.stdout.write(f"{taken.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
