"""The islands in a real browser, under the policy the pages are served with."""

from __future__ import annotations

import hashlib
import io
import json
import re
import wave
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import path as route
from playwright.sync_api import expect

import guwah.web
from browsing import becomes_true
from guwah.web.middleware import CONTENT_POLICY
from guwah.web.runs import Range
from guwah.web.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]
urlpatterns = [
    route(f"{name}/", lambda _request: HttpResponse(), name=name)
    for name in ("today", "theme", "alive", "lock")
]

STATIC = Path(guwah.web.__file__).parent / "static"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
# Bread signs beyond the basic plane, a CR LF, a claim number and the name of a mark: all traps for counting.
FIRST = "We baked 𐩢𐩪𐩧 [laughs] bread.\r\nThen we sold it."
SECOND = "مەن نان ياقتىم، كېيىن ساتتىم."
THIRD = "Біз нан пісірдік, CAFÉ\u200b-ге бардық."
TEMPLATE = """{% extends "shell.html" %}
{% block title %}Test{% endblock %}
{% block islands %}{% island "reader" %}{% island "find" %}
{% island "sound" %}{% island "drop" %}{% endblock %}
{% block content %}<h1>Test</h1>{% include "parts/find.html" %}
<ol class="turns">{% for turn in turns %}{% include "parts/turn.html" %}{% endfor %}</ol>
<div class="tray">{% include "parts/selection_bar.html" %}{% include "parts/player.html" %}</div>
{% include "parts/drop.html" with upload_url="/upload" %}{% endblock %}"""
# The same turns side by side; the sentences of the first answer to the halves of the second.
BESIDE = """{% extends "shell.html" %}
{% block title %}Test{% endblock %}
{% block islands %}{% island "reader" %}{% island "answers" %}{% endblock %}
{% block content %}<h1>Test</h1><ol class="turns"><li data-line data-sentences="{{ sentences }}">
<ol>{% include "parts/turn.html" with turn=turns.0 layer=7 %}</ol>
<ol>{% include "parts/turn.html" with turn=turns.1 layer=8 %}</ol></li></ol>
<p role="status" data-answer></p>{% endblock %}"""
HALF = SECOND.partition(" كېيىن")[0]


def sentences() -> str:
    """Say which sentences answer to one another, as the reader does: places in each whole text."""
    one, then, other = 100, 100 + FIRST.index("Then"), 100 + len(FIRST)
    pairs = [
        [7, [[one, then - 2]], 8, [[other, other + len(HALF)]], "w8-100"],
        [7, [[then, one + len(FIRST)]], 8, [[other + len(HALF) + 1, other + len(SECOND)]], "w8-x"],
    ]
    return json.dumps(pairs)


def turns() -> list[dict[str, Any]]:
    made, place = [], 100
    for number, (tag, text) in enumerate((("en", FIRST), ("ug", SECOND), ("kk", THIRD)), start=1):
        ranges = []
        if number == 1:
            laugh = place + FIRST.index("[laughs]")
            ranges = [
                Range(laugh, laugh + 8, "mark", "vocal"),
                Range(place + 3, place + 8, "claim", "", "1", "#x"),
            ]
        made.append(
            {
                "anchor": f"t{number}",
                "n": number,
                "block": number * 10,
                "speaker": "Alice",
                "language": tag,
                "direction": "rtl" if tag == "ug" else "ltr",
                "text": text,
                "start": place,
                "ranges": ranges,
                "time_start": (number - 1) * 1.0,
                "time_end": number * 1.0,
                "time_words": f"0:0{number - 1}",
            }
        )
        place += len(text)
    return made


def silence() -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * 4)
    return held.getvalue()


@dataclass
class Desk:
    """What the test server was sent, and how it is to answer."""

    posted: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    pieces: list[tuple[int, bytes]] = field(default_factory=list)
    begun: dict[str, object] = field(default_factory=dict)
    seconds: int = 600
    heads: int = 0


def render(idle_seconds: int = 900, template: str = TEMPLATE) -> bytes:
    shell = Shell(
        language="en",
        language_code="en",
        direction="ltr",
        languages=(),
        theme="",
        themes=(("", "Device"), ("light", "Light"), ("dark", "Dark")),
        locked=False,
        member="Bob",
        ways=(),
        idle_seconds=idle_seconds,
    )
    actions = [
        {"name": name, "label": name, "icon": name, "url": f"/{name}", "first": name == "claim"}
        for name in ("claim", "cut")
    ]
    context = {
        "shell": shell,
        "turns": turns(),
        "sentences": sentences(),
        "layer": 7,
        "revision": 2,
        "actions": actions,
        "sound": {"url": "/sound.wav", "title": "talk"},
        "request": RequestFactory().get("/"),
        "csrf_token": "token-of-the-test",
    }
    return Template(template).render(Context(context)).encode()


class Server(ThreadingHTTPServer):
    """Serves pages, our static files and a recording; hands what is posted to the desk."""

    daemon_threads = True

    def __init__(self, desk: Desk, pages: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.desk = desk
        self.pages = pages


class Handler(BaseHTTPRequestHandler):
    """Answers under the policy of the real pages."""

    server: Server

    def answer(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", CONTENT_POLICY)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self) -> None:
        where = self.path.partition("?")[0]
        if where in self.server.pages:
            self.answer(self.server.pages[where], "text/html; charset=utf-8")
        elif where == "/alive/":
            told = {"locked": False, "seconds": self.server.desk.seconds}
            self.answer(json.dumps(told).encode(), "application/json")
        elif where == "/sound.wav":
            self.recording()
        else:
            self.file(STATIC / where.removeprefix("/static/"))

    def recording(self) -> None:
        # A browser can only go to a place in a recording when parts of it can be asked for.
        whole = silence()
        first = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        stretch = f"bytes {first}-{len(whole) - 1}/{len(whole)}"
        self.answer(whole[first:], "audio/wav", 206, Accept_Ranges="bytes", Content_Range=stretch)

    def file(self, file: Path) -> None:
        if file.is_file():
            self.answer(file.read_bytes(), KINDS.get(file.suffix, "application/octet-stream"))
        else:
            self.answer(b"", "text/plain", 404)

    def do_HEAD(self) -> None:
        self.server.desk.heads += 1
        self.server.desk.seconds = 600
        self.answer(b"", "text/html")

    def do_POST(self) -> None:
        desk = self.server.desk
        body = self.rfile.read(int(self.headers["Content-Length"]))
        desk.posted.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        status = desk.answers.pop(0) if desk.answers else 200
        told: dict[str, object] = {"sha256": "ab" * 32}
        if status != 200:
            told = {"error": {"message": "Not a kind we keep."}}
        if self.headers["X-Upload"] == "begin":
            last = {"offset": 0, "digest": ""} if self.headers["X-Anew"] else desk.begun
            told = {"upload": "u1", "offset": 0, "digest": "", "stretch": 8 << 20, **last}
        self.answer(json.dumps(told).encode(), "application/json", status)

    def do_PATCH(self) -> None:
        desk, offset = self.server.desk, int(self.headers["X-Offset"])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = desk.answers.pop(0) if desk.answers else 200
        end = offset + len(body)
        if status == 200:
            desk.pieces.append((offset, body))
            desk.begun = {"offset": end}
        told: dict[str, object]
        told = {"sha256": "cd" * 32} if end == int(desk.posted[-1][1]["x-file-size"]) else {"offset": end}
        self.answer(json.dumps(told).encode(), "application/json", status)

    def log_message(self, *_parts: object) -> None:
        """The test's own server keeps no log."""


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    assert (STATIC / "built" / "reader.js").is_file(), "build the islands first: npm run build"
    pages = {"/": render(), "/brief": render(idle_seconds=8), "/beside": render(template=BESIDE)}
    server = Server(desk, pages)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def visit(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(reduced_motion="reduce")
    # A page that stays: the next one is given its process, which to start takes longer than most tests.
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def page(visit: BrowserContext, address: str) -> Iterator[Page]:
    visit.clear_cookies()
    page = visit.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None,
    )
    page.goto(f"{address}/")
    yield page
    page.close()
    assert complaints == []


SELECT = """([turn, from, to]) => {
  const words = document.querySelectorAll("[data-words]")[turn];
  const find = (text) => { for (const w = document.createTreeWalker(words, 4); w.nextNode();) {
    const at = w.currentNode.data.indexOf(text); if (at >= 0) return [w.currentNode, at]; } };
  const [a, i] = find(from), [b, j] = find(to), range = document.createRange();
  range.setStart(a, i); range.setEnd(b, j + to.length);
  getSelection().removeAllRanges(); getSelection().addRange(range); }"""


def held(page: Page, name: str) -> str:
    return page.locator(f"form[data-selection-bar] [name={name}]").input_value()


@pytest.mark.parametrize(
    ("turn", "first", "last"),
    [
        (0, "𐩪", "bread"),
        (0, "We", "sold it."),
        (0, "baked", "baked"),
        (1, "نان", "كېيىن"),
        (2, "нан", "бардық"),
    ],
)
def test_selected_words_become_code_points_of_the_layer(page: Page, turn: int, first: str, last: str) -> None:
    said = turns()[turn]
    start = said["start"] + said["text"].index(first)
    end = said["start"] + said["text"].index(last) + len(last)
    page.evaluate(SELECT, [turn, first, last])
    expect(page.locator("form[data-selection-bar]")).to_be_visible()
    assert (int(held(page, "start")), int(held(page, "end"))) == (start, end)
    quote = said["text"][start - said["start"] : end - said["start"]]
    # A text field of a form shows CR LF as its own line end; the offsets decide, the quote confirms.
    assert held(page, "quote").replace("\r", "").replace("\n", "") == quote.replace("\r", "").replace(
        "\n", ""
    )
    assert [held(page, name) for name in ("layer", "revision", "block", "turn")] == [
        "7",
        "2",
        str(10 * turn + 10),
        str(turn + 1),
    ]


def test_a_selection_over_two_turns_keeps_to_the_first(page: Page) -> None:
    page.evaluate(
        """() => { const [a, b] = document.querySelectorAll("[data-words]");
        getSelection().setBaseAndExtent(a.firstChild, 0, b.firstChild, 3); }"""
    )
    expect(page.locator("form[data-selection-bar]")).to_be_visible()
    assert (int(held(page, "start")), int(held(page, "end"))) == (100, 100 + len(FIRST))


def test_words_can_be_chosen_without_a_mouse(page: Page) -> None:
    page.locator("#t1").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#t2")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("button[data-action=cut]")).to_be_focused()
    assert held(page, "quote") == SECOND
    page.locator("[data-reach=start-in]").click()
    assert int(held(page, "start")) == turns()[1]["start"] + len("مەن")
    page.locator("[data-reach=end-in]").click()
    assert held(page, "quote") == SECOND[len("مەن") : -1]
    page.keyboard.press("Escape")
    expect(page.locator("form[data-selection-bar]")).to_be_hidden()
    expect(page.locator("#t2")).to_be_focused()


def test_single_keys_are_left_alone_in_fields(page: Page) -> None:
    page.locator("#find").fill("")
    page.locator("#find").press_sequentially("cx")
    assert page.locator("#find").input_value() == "cx"
    expect(page.locator("form[data-selection-bar]")).to_be_hidden()


def test_the_form_that_is_sent_is_plain(page: Page, desk: Desk) -> None:
    page.evaluate(SELECT, [1, "نان", "نان"])
    page.locator("button[data-action=claim]").click()
    page.wait_for_url("**/claim")
    where, headers, body = desk.posted[0]
    assert where == "/claim"
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    start = turns()[1]["start"] + SECOND.index("نان")
    assert f"start={start}&end={start + 3}&" in unquote(body.decode())


@pytest.mark.parametrize(
    ("sought", "count"),
    [
        ("BREAD", 1),
        ("cafe-ге", 1),
        ("كىيىن", 1),
        ("كیيىن", 1),
        ("тамақ", 0),
        ("sold", 1),
        ("we", 2),
        ("nan", 0),
    ],
)
def test_find_folds_what_looks_the_same_and_no_more(page: Page, sought: str, count: int) -> None:
    page.locator("#find").fill(sought)
    page.locator("#find").press("Enter")
    expect(page.locator("[data-find-count]")).to_have_text(f"1 of {count}" if count else "not found")


def test_find_walks_and_comes_round(page: Page) -> None:
    page.locator("#find").fill("we")
    expect(page.locator("[data-find-count]")).to_have_text("found: 2")
    for shown in ("1 of 2", "2 of 2", "1 of 2"):
        page.locator("[data-find-go='1']").click()
        expect(page.locator("[data-find-count]")).to_have_text(shown)
    page.locator("[data-find-go='-1']").click()
    expect(page.locator("[data-find-count]")).to_have_text("2 of 2")


def test_the_sound_keeps_step_with_the_turns(page: Page) -> None:
    becomes_true(page, "document.querySelector('audio').readyState >= 1")
    page.locator("#t2 [data-seek]").click()
    expect(page.locator("#t2")).to_have_attribute("aria-current", "true")
    page.evaluate("document.querySelector('audio').pause()")
    page.evaluate("document.querySelector('audio').currentTime = 2.5")
    expect(page.locator("#t3")).to_have_attribute("aria-current", "true")
    expect(page.locator("#t2")).not_to_have_attribute("aria-current", "true")
    page.evaluate("document.querySelector('audio').currentTime = 3.5")
    expect(page.locator("[data-turn][aria-current]")).to_have_count(0)


def test_the_space_bar_plays_from_a_turn(page: Page) -> None:
    becomes_true(page, "document.querySelector('audio').readyState >= 1")
    page.locator("#t1").focus()
    page.keyboard.press(" ")
    expect(page.locator("audio")).to_have_js_property("paused", value=False)
    page.keyboard.press(" ")
    expect(page.locator("audio")).to_have_js_property("paused", value=True)


def test_space_plays_where_one_stands_and_goes_on_where_it_stopped(page: Page) -> None:
    becomes_true(page, "document.querySelector('audio').readyState >= 1")
    sound = page.locator("audio")
    page.locator("#t3").focus()
    page.keyboard.press(" ")
    expect(sound).to_have_js_property("paused", value=False)
    assert page.evaluate("document.querySelector('audio').currentTime") >= 2
    page.keyboard.press(" ")
    expect(sound).to_have_js_property("paused", value=True)
    page.evaluate("document.querySelector('audio').currentTime = 1.5")
    expect(page.locator("#t2")).to_have_attribute("aria-current", "true")
    page.keyboard.press(" ")
    expect(sound).to_have_js_property("paused", value=False)
    assert page.evaluate("document.querySelector('audio').currentTime") < 2, (
        "not back to the turn one stood in"
    )


def test_a_click_on_a_turn_lets_it_be_heard_and_a_selection_does_not(page: Page) -> None:
    becomes_true(page, "document.querySelector('audio').readyState >= 1")
    page.evaluate("document.getSelection().selectAllChildren(document.querySelector('#t3 .words'))")
    page.locator("#t3 .words").dispatch_event("click")
    expect(page.locator("audio")).to_have_js_property("paused", value=True)
    page.evaluate("document.getSelection().removeAllRanges()")
    page.locator("#t2 .words").dispatch_event("click")
    expect(page.locator("#t2")).to_have_attribute("aria-current", "true")
    expect(page.locator("audio")).to_have_js_property("paused", value=False)


def test_the_keys_are_known_by_their_place_on_other_keyboards(page: Page) -> None:
    page.locator("#t1").focus()
    page.evaluate("""document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))""")
    expect(page.locator("#t2")).to_be_focused()


def test_words_of_another_text_are_held_in_that_text(page: Page) -> None:
    page.evaluate("document.querySelector('#t2 .words').dataset.layer = '77'")
    page.evaluate("""document.querySelectorAll('[data-selection-bar] button[formaction]').forEach(
        (button) => { button.formAction = '/cases/1/testimony/5/select/?action=cut' })""")
    page.locator("#t2").focus()
    page.keyboard.press("x")
    chosen = page.locator("[data-selection-bar] button[formaction]").first
    expect(chosen).to_have_attribute("formaction", re.compile("/testimony/77/select/.action=cut$"))
    expect(page.locator("[data-selection-bar] [name=layer]")).to_have_value("77")


def lay_down(page: Page, name: str, content: bytes) -> None:
    page.locator("#drop-files").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.locator(".drop button.button-first").click()


def test_a_file_is_sent_raw_with_its_name_and_sealed(page: Page, desk: Desk) -> None:
    lay_down(page, "نان قەغىزى.txt", b"flour\0\xff")
    expect(page.locator("[data-drop-list] li")).to_have_attribute("data-outcome", "done")
    expect(page.locator("[data-drop-list] .drop-word")).to_contain_text("abababababab")
    where, headers, body = desk.posted[0]
    assert (where, body) == ("/upload", b"flour\0\xff")
    assert unquote(headers["x-file-name"]) == "نان قەغىزى.txt"
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-csrftoken"] == "token-of-the-test"


def test_a_broken_way_is_tried_again(page: Page, desk: Desk) -> None:
    desk.answers = [503, 200]
    lay_down(page, "list.txt", b"yeast")
    expect(page.locator("[data-drop-list] li")).to_have_attribute("data-outcome", "done")
    assert len(desk.posted) == 2


BIG = bytes(range(256)) * 80_000


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A large file on the disk, where the browser reads it: its bytes need not be handed over."""
    path = tmp_path_factory.mktemp("films") / "film.bin"
    path.write_bytes(BIG)
    return path


def lay_film(page: Page, film: Path) -> None:
    page.locator("#drop-files").set_input_files(film)
    page.locator(".drop button.button-first").click()


def test_a_large_file_goes_in_pieces_and_on_where_the_way_broke_off(
    page: Page, desk: Desk, film: Path
) -> None:
    desk.answers = [200, 200, 503]
    lay_film(page, film)
    expect(page.locator("[data-drop-list] li")).to_have_attribute("data-outcome", "done")
    expect(page.locator("[data-drop-list] .drop-word")).to_contain_text("cdcdcdcdcdcd")
    assert [offset for offset, _body in desk.pieces] == [0, 8 << 20, 16 << 20]
    assert b"".join(body for _offset, body in desk.pieces) == BIG
    first, again = (headers for _where, headers, _body in desk.posted)
    assert first["x-page"] == again["x-page"]
    assert (first["x-upload"], first["x-file-size"]) == ("begin", str(len(BIG)))


@pytest.mark.parametrize("same", [True, False])
def test_what_is_here_already_is_held_against_the_file_first(
    page: Page, desk: Desk, film: Path, *, same: bool
) -> None:
    came = (8 << 20) + 65_536
    kept = BIG[:came] if same else b"x" + BIG[1:came]
    halves = [kept[: 8 << 20], kept[8 << 20 :]]
    digest = hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in halves)).hexdigest()
    desk.begun = {"offset": came, "digest": digest}
    lay_film(page, film)
    expect(page.locator("[data-drop-list] li")).to_have_attribute("data-outcome", "done")
    assert b"".join(body for _offset, body in desk.pieces) == (BIG[came:] if same else BIG)
    assert ("x-anew" in desk.posted[-1][1]) is not same


def test_a_large_file_that_cannot_go_on_says_that_it_waits(page: Page, desk: Desk, film: Path) -> None:
    desk.answers = [200, 503] * 9
    lay_film(page, film)
    expect(page.locator("[data-drop-list] li")).to_have_attribute("data-outcome", "failed", timeout=30_000)
    expect(page.locator("[data-drop-list] .drop-word")).to_contain_text("What came so far waits")


def test_a_refusal_is_shown_with_its_reason_and_not_repeated(page: Page, desk: Desk) -> None:
    desk.answers = [422]
    lay_down(page, "list.txt", b"yeast")
    expect(page.locator("[data-drop-list] li")).to_have_attribute("data-outcome", "failed")
    expect(page.locator("[data-drop-list] .drop-word")).to_have_text("Not a kind we keep.")
    expect(page.locator("[data-drop-list] button")).to_be_visible()
    assert len(desk.posted) == 1


def test_a_light_is_shown_at_once_and_kept(page: Page, desk: Desk) -> None:
    page.locator("#shell-theme").select_option("dark")
    with page.expect_response("**/theme/"):
        page.locator("form[data-theme-form] button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    becomes_true(page, "getComputedStyle(document.documentElement).backgroundColor === 'rgb(17, 22, 27)'")
    assert desk.posted[0][0] == "/theme/"
    page.locator("#shell-theme").select_option("")
    page.locator("form[data-theme-form] button").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_the_lock_is_announced_and_can_be_put_off(page: Page, desk: Desk, address: str) -> None:
    desk.seconds = 1
    page.goto(f"{address}/brief")
    expect(page.locator("dialog[open]")).to_be_visible(timeout=15_000)
    page.locator("[data-idle-stay]").click()
    expect(page.locator("dialog[open]")).to_have_count(0, timeout=15_000)
    assert desk.heads == 1
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_pages_are_whole_without_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    expect(page.locator("#selection-words")).to_be_visible()
    expect(page.locator("#drop-files")).to_be_visible()
    expect(page.locator("[data-reach]").first).to_be_hidden()
    context.close()


def test_a_sentence_and_what_answers_to_it_are_lit_together(page: Page, address: str) -> None:
    page.goto(f"{address}/beside")

    def lit() -> list[str]:
        found: list[str] = page.evaluate("[...(CSS.highlights.get('guwah-answer') ?? [])].map(String)")
        return found

    then, rest = "Then we sold it.", SECOND.removeprefix(HALF).strip()
    first, second = page.locator("[data-turn]").nth(0), page.locator("[data-turn]").nth(1)
    first.focus()
    page.keyboard.press(".")
    assert lit()[1] == HALF
    page.keyboard.press(".")
    assert lit() == [then, rest]
    expect(page.locator("[data-answer]")).to_have_text(rest)
    page.keyboard.press(".")
    assert lit() == [then, rest]
    page.keyboard.press(",")
    assert lit()[1] == HALF
    second.focus()
    assert lit() == []
    page.keyboard.press(",")
    assert lit() == [then, rest]
    expect(page.locator("[data-answer]")).to_have_text(then)
    # By pointing: the first letters of the right-to-left text stand at its right.
    words = second.locator("[data-words]")
    box = words.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 12, box["y"] + 12)
    becomes_true(page, "String([...(CSS.highlights.get('guwah-answer') ?? [])][0]).startsWith('We baked')")
