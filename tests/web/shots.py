"""Takes the pictures of docs/pictures from the sample case in a real browser: `./dev shots`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browsing import ROOT, Site, launched, open_page, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 250_000


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: where it is taken, of which part of the page, in which language and light.

    Attributes:
        path: address of the page; `{case}` is the number of the sample case.
        part: the part that is brought to the upper edge, the page's head when empty.
        words: words that are selected before the picture is taken.
    """

    name: str
    path: str
    part: str = ""
    words: str = ""
    language: str = "en"
    light: Literal["light", "dark"] = "light"
    size: tuple[int, int] = (1280, 800)


SHOTS = (
    Shot("today", "/"),
    Shot("case", "/cases/{case}/", size=(1280, 900)),
    Shot("reader", "/cases/{case}/testimony/2/", part="#s1-t7", words="I cooked for four hundred children"),
    Shot("reader-uyghur", "/cases/{case}/testimony/3/", language="ug", size=(1280, 900)),
    Shot("chronology", "/cases/{case}/claims/chronology/", size=(1280, 1000)),
    Shot("conflict", "/cases/{case}/claims/conflicts/", size=(1280, 900)),
    Shot("consent", "/cases/{case}/consent/", part=".consent.hue-open"),
    Shot("edition-refused", "/cases/{case}/editions/prepare/?audience=public", size=(1280, 900)),
    Shot("edition-words", "/cases/{case}/editions/prepare/2/?audience=public", part="#s1-t16"),
    Shot("dark", "/cases/{case}/testimony/2/", part="#s1-t10", light="dark"),
    Shot("phone", "/cases/{case}/testimony/5/", size=(390, 800)),
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


def take(browser: Browser, site: Site, shot: Shot) -> Path:
    """Take one picture and return its file; one that is too heavy for a README is an error."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=shot.light, reduced_motion="reduce"
    )
    page = open_page(site, context, "aygul")
    context.add_cookies([{"name": "guwah_language", "value": shot.language, "url": site.address}])
    page.goto(site.at(shot.path.format(case=site.case)))
    if shot.part:
        page.locator(shot.part).first.evaluate("(part) => scrollTo(0, part.getBoundingClientRect().top - 24)")
    if shot.words:
        assert page.evaluate(_SELECT, shot.words), shot.name
        page.locator("[data-selection-bar]").wait_for(state="visible")
    page.evaluate("document.fonts.ready.then(() => true)")
    target = PICTURES / f"{shot.name}.png"
    page.screenshot(path=target, animations="disabled")
    context.close()
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
    page.screenshot(path=target, animations="disabled", full_page=True, clip=part)
    context.close()
    return target


def main() -> None:
    """Fill a throw-away vault with the sample case, and take every picture of it."""
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
            for shot in SHOTS:
                sys.stdout.write(f"{take(browser, site, shot).relative_to(ROOT)}\n")
            folder = edition(Path(held), site)
            sys.stdout.write(f"{take_edition(browser, folder).relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
