"""A person at the browser: what they click and type, and everything their browser asks for meanwhile."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

# Where a quotation stands on the page: the corners between which a mouse is drawn over it.
_CORNERS = """async (quote) => {
  await document.fonts.ready;
  for (const words of document.querySelectorAll('[data-words]')) {
    const at = words.textContent.indexOf(quote);
    if (at < 0) continue;
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let passed = 0, node;
    while ((node = walker.nextNode())) {
      const end = passed + node.length;
      if (at >= passed && at < end) range.setStart(node, at - passed);
      if (at + quote.length <= end) { range.setEnd(node, at + quote.length - passed); break; }
      passed = end;
    }
    words.scrollIntoView({block: 'center', behavior: 'instant'});
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const all = [...range.getClientRects()], first = all[0], last = all.at(-1);
    return [first.left + 1, (first.top + first.bottom) / 2, last.right - 1, (last.top + last.bottom) / 2];
  }
  return null;
}"""
_CARRIED = """(files) => {
  const carried = new DataTransfer();
  for (const [name, bytes] of files) {
    const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([data], name));
  }
  return carried;
}"""


@dataclass
class Visitor:
    """One browser: its page, the hosts it asked, and what its console complained of."""

    address: str
    context: BrowserContext
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def unlock(self, member: str, passphrase: str) -> None:
        """Come to the locked door, say who it is, and type the passphrase."""
        self.page.goto(self.address)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("The vault is locked")
        self.enter(member, passphrase)

    def enter(self, member: str, passphrase: str) -> None:
        """Say who it is, and type the passphrase."""
        self.page.goto(f"{self.address}/unlock/")
        self.page.get_by_label("Who are you?").select_option(member)
        self.page.get_by_label("Passphrase", exact=True).focus()
        self.page.keyboard.type(passphrase)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Today")

    def go(self, *ways: str) -> None:
        """Follow links by their names, one after the other."""
        for way in ways:
            self.page.get_by_role("link", name=way, exact=True).first.click()

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.main.get_by_role("button", name=name, exact=True).first.click()

    def open_case(self, title: str) -> None:
        self.go("Cases")
        self.page.get_by_label("What you call it").fill(title)
        self.press("Open the case")
        expect(self.main).to_contain_text("Nothing is kept in this case yet")

    def drop(self, files: dict[str, bytes]) -> None:
        """Lay files on the page, as from the desktop."""
        # The zone hears nothing until its island runs; a person sees the page before they let go of a file.
        self.page.locator("[data-upload-url]").wait_for(state="attached")
        self.page.wait_for_load_state("load")
        carried = [[name, base64.b64encode(data).decode()] for name, data in files.items()]
        handle = self.page.evaluate_handle(_CARRIED, carried)
        self.page.dispatch_event("[data-upload-url]", "drop", {"dataTransfer": handle})

    def take_in(self, name: str, *understood: str) -> None:
        """Have a sealed text shown as it would be understood, and keep it."""
        self.go("Testimony", "Take in a text")
        choices = self.page.get_by_label("Sealed text").locator("option")
        value = choices.filter(has_text=name).get_attribute("value")
        self.page.get_by_label("Sealed text").select_option(value)
        self.press("See what would be understood")
        for words in understood:
            expect(self.main).to_contain_text(words)
        self.press("Keep these words")

    def read(self, source: str) -> None:
        """Open the text of a source in the reader."""
        self.go("Testimony")
        section = self.main.locator("section").filter(
            has=self.page.get_by_role("heading", name=re.compile(source))
        )
        section.get_by_role("link").first.click()

    def select(self, quote: str) -> None:
        """Draw the mouse over words; the bar must have caught just these."""
        self.page.wait_for_load_state("load")
        corners = self.page.evaluate(_CORNERS, quote)
        assert corners is not None, "these words are not on the page"
        left, top, right, bottom = corners
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, bottom, steps=4)
        self.page.mouse.move(right, bottom, steps=4)
        self.page.mouse.up()
        expect(self.page.locator("[data-selection-quote]")).to_have_text(quote)

    def choose(self, turn: str, quote: str) -> None:
        """Choose words without script: the page of a turn, and the words typed there."""
        self.page.locator(f"#{turn}").get_by_role("link", name=re.compile("Choose words")).click()
        self.page.get_by_label("The words").fill(quote)

    def act(self, name: str) -> None:
        """Do something with the selected words."""
        self.page.locator(f"button[data-action={name}]").click()

    def say_claim(self, occurrence: str, date: str, point: str) -> None:
        """Fill in what is claimed: it happened, and one end of it has a date."""
        self.page.get_by_label("What is claimed").select_option("occurrence")
        known = self.page.get_by_label("What is said to have happened").locator("option")
        if known.filter(has_text=occurrence).count():
            value = known.filter(has_text=occurrence).get_attribute("value")
            self.page.get_by_label("What is said to have happened").select_option(value)
        else:
            self.page.get_by_label("Or give it a new name").fill(occurrence)
        self.main.get_by_label("saw or lived through it").check()
        # The last reading is the empty one, folded where a finder proposes one, which stays unticked.
        folded = self.main.locator("details.claim-spare:not([open]) > summary")
        if folded.count():
            folded.click()
        reading = self.main.locator("fieldset").filter(has=self.page.locator("[name$='-value']")).last
        reading.locator("[name$='-form']").select_option("date")
        reading.locator("[name$='-value']").fill(date)
        reading.locator("[name$='-of_point']").select_option(point)
        self.press("Keep the claim")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Claim \d+$"))

    def say_consent(self, material: str) -> None:
        """Fill in a grant of publication without a name, on condition that something is cut first."""
        for name, value in {
            "kind": "grant",
            "actions": "publish_text",
            "audiences": "public",
            "identity": "anonymous",
            "in_media": "text",
            "languages": "*",
        }.items():
            self.main.locator(f"input[name={name}][value='{value}']").check()
        self.main.get_by_label(re.compile(material)).first.check()
        self.page.get_by_label("How it stands").select_option("given_conditional")
        self.main.locator("select[name$='-0-code']").select_option("redact_first")
        self.main.locator("select[name$='-0-category']").select_option("health")
        self.press("Record")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Consent")

    def save(self, name: str, target: Path) -> Path:
        """Follow a link that gives a file, and keep the file."""
        with self.page.expect_download() as coming:
            self.main.get_by_role("link", name=name).click()
        coming.value.save_as(target)
        return target
