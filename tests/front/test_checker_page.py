"""The offline page in a real Chromium, opened from the disk as a stranger does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import sealed_anchors as said
import sealed_edition as cast
from stranger_page import PAGE, answer, give, opened_page

ROOT = Path(__file__).resolve().parents[2]
WORDS: dict[str, dict[str, str]] = json.loads((ROOT / "front/checker/words.json").read_bytes())
AXE = ROOT / "node_modules/axe-core/axe.min.js"
LANGUAGES = ("en", "ru", "zh-Hans", "kk", "ug")
KINDS = ("edition", "package", "log")
# What is no fault is not told, which is most of what axe has to say.
FAULTS = """axe.run(document, {resultTypes: ["violations"], preload: false})
  .then(({violations}) => violations.map(({id}) => id))"""
LOOKS = (("light", 1200), ("dark", 1200), ("light", 320))

Script = Callable[..., dict[str, Any]]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Page]:
    with opened_page(chromium) as page:
        yield page


# --- The file ----------------------------------------------------------------------------------------------
def test_the_file_is_what_its_sources_build() -> None:
    built = subprocess.run(
        ["node", ROOT / "front/checker.mjs", "--print"], cwd=ROOT, capture_output=True, check=True
    )
    assert built.stdout == PAGE.read_bytes(), "run: npm run checker"


def test_it_names_no_other_place_and_forbids_every_connection() -> None:
    text = PAGE.read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    assert {part.split()[0] for part in policy[1].split("; ")} == {
        *("default-src", "script-src", "style-src", "base-uri", "form-action"),
    }
    assert "unsafe" not in policy[1]
    assert (
        re.findall(r"https?:|\bsrc=|\bhref=|@import|url\(|\bfetch\(|XMLHttpRequest|import\(|eval\(", text)
        == []
    )


def test_every_sentence_is_in_every_language_with_the_same_places() -> None:
    for english, others in WORDS.items():
        assert set(others) == {*LANGUAGES} - {"en"}, english
        for text in others.values():
            assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", english)), english
            assert text.strip()


def test_every_sentence_of_the_sources_has_its_translations() -> None:
    said_in = set[str]()
    for path in (ROOT / "front/checker").glob("*.ts"):
        code = re.sub(r"(?m)//.*$|^\s*/?\*.*$", "", path.read_text("utf-8"))
        said_in |= {
            text for text in re.findall(r'"((?:[^"\\\n]|\\.)+)"', code) if re.match(r"[A-Za-z{]\S* \S", text)
        }
    known = {*WORDS, "name", "index ", "spellcheck"}
    assert {text for text in said_in if text not in known} <= {"verdict "}
    html = (ROOT / "front/checker/page.html").read_text("utf-8")
    assert set(re.findall(r"data-say>([^<]+)<", html)) <= set(WORDS)


# --- The same answer as the script -------------------------------------------------------------------------
@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_it_answers_what_the_script_answers(opened: Page, shelves: Path, script: Script, kind: str) -> None:
    for keys in ((), (cast.LOG_SIGNER.key.vkey, said.WITNESS.key.vkey), (cast.STRANGER.key.vkey,)):
        give(opened, shelves / kind, *keys)
        assert answer(opened) == script(shelves / kind, *keys)
    expect(opened.locator("#found h2")).to_contain_text("Broken")


def signed_by_another(top: Path) -> None:
    path = top / "proof/manifest.sig"
    path.write_bytes(cast.STRANGER.sign(path.read_text().split("\n\n")[0] + "\n"))


def another_place(top: Path) -> None:
    path = top / "proof/log-proof.txt"
    path.write_bytes(path.read_bytes().replace(b"\nindex 3\n", b"\nindex 2\n"))


HARM: list[tuple[Callable[[Path], object], str]] = [
    (lambda top: (top / "index.html").write_bytes(b"<p>Another text.</p>".ljust(53)), "changed-file"),
    (lambda top: (top / "index.html").unlink(), "missing-file"),
    (lambda top: (top / "index.html").write_bytes(b""), "wrong-size"),
    (lambda top: (top / "more.txt").write_bytes(b"x"), "extra-file"),
    (lambda top: (top / ".hidden").write_bytes(b"x"), "extra-file"),
    (lambda top: cast.write_files(top, {"more/deep/x": b"x"}), "extra-folder"),
    (lambda top: (top / "INDEX.html").write_bytes(b"x"), "path-collision"),
    (lambda top: (top / "aux.txt").write_bytes(b"x"), "bad-name"),
    (lambda top: (top / "ev\u202eil<img src=x onerror=alert(1)>").write_bytes(b"x"), "bad-name"),
    (signed_by_another, "bad-signature"),
    (another_place, "not-included"),
    (lambda top: (top / "proof/log-entry.json").write_bytes(b'{"obj":{}}'), "not-committed"),
    (lambda top: (top / "proof/keys.txt").write_bytes(b""), "bad-keys"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b"[" * 99_999), "bad-json"),
    (lambda top: (top / "proof/manifest.json").write_bytes(b'{"__proto__":1}'), "bad-format"),
    (lambda top: shutil.rmtree(top / "proof/anchors"), "wrong-statement"),
]


@pytest.mark.browser
def test_it_finds_what_was_done_to_a_folder(
    opened: Page, shelves: Path, script: Script, tmp_path: Path
) -> None:
    for number, (harm, code) in enumerate(HARM):
        top = shutil.copytree(shelves / "edition", tmp_path / str(number) / "edition")
        harm(top)
        give(opened, top)
        found = answer(opened)
        assert found == script(top), number
        assert code in {fault["code"] for fault in found["broken"]}, number
        expect(opened.locator(".verdict.broken")).to_be_visible()
        expect(opened.locator(".verdict.intact")).to_have_count(0)
        assert "\u202e" not in opened.locator("#found").inner_text()
        assert opened.locator("#found img").count() == 0


@pytest.mark.browser
def test_intact_says_no_more_than_was_checked(opened: Page, shelves: Path) -> None:
    verdict = opened.locator(".verdict")
    give(opened, shelves / "edition")
    expect(verdict).to_contain_text("none is missing, none was added")
    expect(verdict).to_contain_text("Anybody can make an intact folder with keys of their own")
    give(opened, shelves / "edition", cast.EDITION_SIGNER.key.vkey)
    expect(verdict).not_to_contain_text("Anybody")
    # A vault seals its entries, and files beside the tiles are not covered: only the tree was checked.
    give(opened, shelves / "log", said.WITNESS.key.vkey)
    expect(verdict).to_contain_text("The tree of the log leads to the root that was signed.")
    expect(verdict).to_contain_text("Anybody can make")
    expect(verdict).not_to_contain_text("none was added")


@pytest.mark.browser
def test_it_never_says_that_a_time_stamp_holds(opened: Page, shelves: Path) -> None:
    give(opened, shelves / "package")
    part = opened.locator(".part", has=opened.get_by_role("heading", name="Existed by"))
    expect(part).to_contain_text("token present, not checked: openssl needed")
    assert not re.search(r"\b20\d\d-|\bok\b|✓", part.inner_text())
    expect(opened.locator("#found")).to_contain_text("What for: a hearing")
    for signer in (cast.EDITION_SIGNER, cast.LOG_SIGNER):
        expect(opened.locator("#found .words", has_text=signer.key.words)).to_have_count(1)


def drop(page: Page, *paths: Path) -> None:
    devtools = page.context.new_cdp_session(page)
    # An answer of before must not be taken for the one to come.
    page.evaluate("document.getElementById('found').replaceChildren()")
    box = page.locator("#zone").bounding_box()
    assert box
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        where = {"x": box["x"] + 9, "y": box["y"] + 9}
        devtools.send("Input.dispatchDragEvent", {"type": kind, **where, "data": data})
    expect(page.locator("#found h2")).to_be_focused()


@pytest.mark.browser
def test_it_reads_what_is_dropped_a_folder_its_files_or_an_archive(
    opened: Page, home: Path, script: Script
) -> None:
    top = home / "edition"
    expected = script(top)
    drop(opened, top)
    assert answer(opened) == expected
    drop(opened, *top.iterdir())
    assert answer(opened) == expected
    archive = Path(shutil.make_archive(str(home / "packed"), "zip", home, "edition"))
    drop(opened, archive)
    expect(opened.locator("#found h2")).to_contain_text("Intact")
    give(opened, archive)
    expect(opened.locator("#found h2")).to_contain_text("Intact")
    (top / "empty").mkdir()
    drop(opened, top)
    assert [(each["code"], each["file"]) for each in answer(opened)["broken"]] == [("extra-folder", "empty")]


@pytest.mark.browser
def test_what_is_nothing_we_know_is_told_as_that(opened: Page, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/a.png").write_bytes(b"")
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and nothing else")
    for path, code in ((tmp_path / "pictures", "nothing-to-check"), (tmp_path / "no.zip", "bad-archive")):
        give(opened, path)
        expect(opened.locator("#found h2")).to_contain_text("Nothing could be checked")
        assert answer(opened)["error"]["code"] == code


@pytest.mark.browser
def test_a_line_that_is_no_key_is_named_and_nothing_is_checked(opened: Page, shelves: Path) -> None:
    opened.fill("#keys", f"{cast.LOG_SIGNER.key.vkey}\nnonsense")
    opened.set_input_files("#folder", shelves / "edition")
    expect(opened.locator("#keys-fault")).to_have_text("Line 2 is not a key.")
    expect(opened.locator("#keys")).to_have_attribute("aria-invalid", "true")
    expect(opened.locator("#found")).to_be_hidden()
    opened.fill("#keys", cast.LOG_SIGNER.key.vkey)
    opened.get_by_role("button", name="Check again with these keys").click()
    expect(opened.locator("#found")).to_contain_text("compared: it is a key you gave")


# --- Nothing leaves, everybody can use it ------------------------------------------------------------------
@pytest.mark.browser
def test_its_own_policy_stops_every_way_out(chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    gone = list[str]()
    context.on("requestfinished", lambda request: gone.append(request.url))
    page.goto(PAGE.as_uri())
    answers = page.evaluate(
        """async () => [
          await fetch("http://127.0.0.1:9/").then(() => "went", () => "stopped"),
          await new Promise(done => { const image = new Image(); image.onload = () => done("went");
            image.onerror = () => done("stopped");
            image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw="; }),
        ]"""
    )
    assert answers == ["stopped", "stopped"]
    assert gone == [PAGE.as_uri()]
    context.close()


def english_left(page: Page) -> list[str]:
    shown = " ".join(page.locator("body").inner_text().split())
    return [text for text in WORDS if "{" not in text and len(text) > 12 and text in shown]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_of_it_has_a_fault_in_any_language(chromium: Browser, home: Path, language: str) -> None:
    # axe is put in by the test, which the page's own policy rightly forbids.
    context: BrowserContext = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page = context.new_page()
    (home / "log/key").write_text("x")
    (home / "bad").mkdir()
    # The edition has nothing that the package has not: one language is enough for it.
    for what in (None, "package", "log", "bad", *(["edition"] if language == "en" else [])):
        page.goto(f"{PAGE.as_uri()}#{language}")
        page.reload()
        if what == "bad":
            (home / "bad/x").write_text("x")
        if what:
            give(page, home / what)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ug" else "ltr")
        assert language == "en" or english_left(page) == []
        for scheme, width in LOOKS if language == "en" else LOOKS[-1:]:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # "light" or "dark"
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(FAULTS)
            assert found == [], (what, scheme, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (what, width)
    context.close()


@pytest.mark.browser
def test_the_keyboard_reaches_everything_and_the_answer_follows_the_language(
    opened: Page, shelves: Path
) -> None:
    give(opened, shelves / "edition")
    opened.locator("nav button").first.focus()
    reached = list[str]()
    for _ in range(9):
        reached.append(opened.evaluate("document.activeElement.id || document.activeElement.lang"))
        opened.keyboard.press("Tab")
    assert reached == [*LANGUAGES, "folder", "archive", "keys", "again"]
    opened.get_by_role("button", name="Русский").press("Enter")
    expect(opened.locator("#found h2")).to_contain_text("Цело")
    expect(opened).to_have_title("Проверка пакета Guwah")


@pytest.mark.browser
def test_it_prints_the_answer_and_no_buttons(opened: Page, shelves: Path) -> None:
    give(opened, shelves / "edition")
    opened.emulate_media(media="print", color_scheme="dark")
    for hidden in ("nav", ".ask", ".tools"):
        expect(opened.locator(hidden)).to_be_hidden()
    expect(opened.locator(".verdict")).to_be_visible()
    assert opened.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.browser
def test_a_large_file_is_read_in_pieces(opened: Page, home: Path, script: Script) -> None:
    top = cast.write_edition(
        home / "large", {**cast.FILES, "sound.wav": bytes(range(256)) * (40 << 10) + b"x"}
    )
    give(opened, top)
    assert answer(opened) == script(top)
    assert script(top)["intact"] is True
    with (top / "sound.wav").open("r+b") as file:
        file.seek(9 << 20)
        file.write(b"\xff")
    give(opened, top)
    assert answer(opened) == script(top)
    assert script(top)["error"]["code"] == "changed-file"
