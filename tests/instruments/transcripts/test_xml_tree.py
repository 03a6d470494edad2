"""XML of strangers: one opening for every reader, with nothing followed and everything bounded."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.readers.tei_tree import open_tree
from guwah.instruments.transcripts.readers.xml_tree import line_of, name_of, named, open_xml, words_in

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
SECRET = "the key of the oven"


def _declaring(declared: str, use: str = "&a;") -> bytes:
    return f"<!DOCTYPE r [{declared}]><r><w>{use}</w></r>".encode()


def _refused(raw: bytes, most: int = 2_000_000) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as refused:
        open_xml(raw, "not-it", most=most)
    return refused.value


@pytest.mark.parametrize(
    "raw",
    [
        _declaring('<!ENTITY a "words">'),
        _declaring('<!ENTITY a "words">', "nowhere used"),
        _declaring(f'<!ENTITY l0 "bread">{LAUGHS}', "&l9;"),
        b'<!DOCTYPE r [<!ENTITY a "words">]><r w="&a;"/>',
        _declaring('<!ENTITY a SYSTEM "file:///etc/hostname">'),
        b'<!DOCTYPE r SYSTEM "none.dtd"><r>left &out;</r>',
        _declaring('<!ENTITY a "INCLUDE"><!-- <!ENTITY % a "INCLUDE"> -->'),
        _declaring('<!ENTITY % a SYSTEM "none.ent">', "none"),
        _declaring('<!ENTITY % a "&#60;!ENTITY b &#34;c&#34;>">', "none"),
        _declaring('<!ENTITY a "abc">', "none"),
        _declaring('<!ENTITY a "&#60;">', "none"),
        _declaring('<!ENTITY a "&#38;">', "none"),
        _declaring('<!ENTITY a "x"><!ENTITY b "&a;">', "&b;"),
        b'<!DOCTYPE r SYSTEM "none.dtd"><r w="&eacute;">left out</r>',
        b'<!DOCTYPE r SYSTEM "none.dtd"><r w="&out;">left out</r>',
    ],
    ids=[
        "declared",
        "unused",
        "laughs",
        "in an attribute",
        "a file",
        "of a form elsewhere",
        "a switch in a comment",
        "a switch that is a file",
        "a switch that declares",
        "a word",
        "a tag begins",
        "an entity begins",
        "one within another",
        "lost from an attribute",
        "unknown in an attribute",
    ],
)
def test_entities_are_refused_whatever_they_hold(raw: bytes) -> None:
    assert _refused(raw).code == "xml-bomb"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (
            _declaring('<!ENTITY nb "&#160;">', "a&nb;b&nb;&nb;<w/>c<w>&nb;</w>&nb;d"),
            "a\xa0b\xa0\xa0c\xa0\xa0d",
        ),
        (b'<!DOCTYPE r SYSTEM "tei2.dtd"><r>Ren&eacute;e&mdash;<w/>&hellip;</r>', "Renée\u2014\u2026"),
        (b'<!DOCTYPE r SYSTEM "tei2.dtd" [<!ENTITY eacute "E">]><r>Ren&eacute;e</r>', "RenEe"),
        (_declaring('<!ENTITY nb "&#160;">', "nowhere"), "nowhere"),
        (_declaring("<!ENTITY % TEI.drama 'I'><!ENTITY nb \"&#160;\">", "a&nb;b"), "a\xa0b"),
    ],
    ids=["declared", "of ISO 8879", "declared otherwise", "unused", "beside a switch"],
)
def test_names_of_letters_are_letters(raw: bytes, words: str) -> None:
    assert "".join(map(str, open_xml(raw, "not-it").itertext())) == words


def test_a_letter_in_an_attribute_is_a_letter() -> None:
    root = open_xml(b'<!DOCTYPE r [<!ENTITY e "&#233;">]><r w="Ren&e;e"/>', "not-it")

    assert root.get("w") == "Renée"


def test_many_names_of_letters_cost_no_more_than_each() -> None:
    root = open_xml(_declaring('<!ENTITY e "&#233;">', "&e;" * 20_000), "not-it")

    assert words_in(root, "w") == "é" * 20_000


def test_the_switches_of_an_old_document_type_are_no_words_and_pass() -> None:
    raw = _declaring("<!ENTITY % TEI.drama \"INCLUDE\"><!ENTITY % TEI.x 'IGNORE'>", "The mill.")
    assert "".join(map(str, open_xml(raw, "not-it").itertext())) == "The mill."


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A host that writes down who asked it for a file."""
    paths: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            del format, args

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def test_nothing_is_fetched(asked: tuple[str, list[str]], tmp_path: Path) -> None:
    host, paths = asked
    secret = tmp_path / "secret.dtd"
    secret.write_text(f'<!ENTITY a "{SECRET}">')
    for where in (f"{host}/r.dtd", secret.as_uri()):
        kept = open_xml(f'<!DOCTYPE r SYSTEM "{where}"><r>bread</r>'.encode(), "not-it")
        assert "".join(map(str, kept.itertext())) == "bread"
        for raw in (
            f'<!DOCTYPE r SYSTEM "{where}"><r>&a;</r>'.encode(),
            _declaring(f'<!ENTITY a SYSTEM "{where}">'),
            _declaring(f'<!ENTITY % p SYSTEM "{where}"> %p;'),
        ):
            said = _refused(raw)
            assert SECRET not in str(said)
    included = f'<r xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="{secret.as_uri()}"/></r>'
    assert not list(open_xml(included.encode(), "not-it").itertext())
    assert paths == []


def test_a_document_may_name_its_form_as_older_ones_do() -> None:
    for form in (
        "",
        "<!DOCTYPE r>",
        '<!DOCTYPE r PUBLIC "-//X//Y" "r.dtd">',
        "<!DOCTYPE r [<!ELEMENT r ANY>]>",
    ):
        assert name_of(open_xml(f"{form}<r>bread</r>".encode(), "not-it")) == "r"


@pytest.mark.parametrize(("levels", "code"), [(200, None), (300, "xml-bomb"), (100_000, "xml-bomb")])
def test_nesting_is_bounded(levels: int, code: str | None) -> None:
    raw = b"<a>" * levels + b"</a>" * levels
    if code is None:
        assert name_of(open_xml(raw, "not-it")) == "a"
        return
    said = _refused(raw)
    assert (said.code, said.line) == (code, 1)
    assert "deeper" in said.message


def test_tags_are_bounded_before_anything_is_built() -> None:
    assert name_of(open_xml(b"<a><b/></a>", "not-it", most=3)) == "a"
    assert _refused(b"<a><b/><b/></a>", most=3).code == "xml-bomb"


def test_one_word_longer_than_a_file_may_be_is_refused() -> None:
    assert _refused(b"<a>" + b"x" * 10_000_001 + b"</a>").code == "xml-bomb"


@pytest.mark.parametrize("raw", [b"", b"words", b"<a>\n<b></a>", b"\xff\xfe<", b"<a>\x00</a>", b"<a/><a/>"])
def test_what_is_no_xml_is_refused_by_the_readers_own_code(raw: bytes) -> None:
    assert _refused(raw).code == "not-it"


def test_a_broken_file_is_told_with_its_line() -> None:
    said = _refused(b"<a>\n<b>bread</a>\n")
    assert (said.line, said.column is not None) == (2, True)
    assert "Line 2" in said.message


def test_comments_and_instructions_are_no_words() -> None:
    root = open_xml(b"<a>one<!-- two --><?three four?><b> five </b></a>", "not-it")
    assert "".join(map(str, root.itertext())) == "one five "
    assert words_in(root, "b") == "five"
    assert words_in(root, "c") == ""


def test_elements_are_found_in_any_namespace_with_their_lines() -> None:
    root = open_xml(b'<a xmlns:x="urn:x">\n<x:b/>\n<b/><c><b/></c></a>', "not-it")
    assert [line_of(one) for one in named(root, "b")] == [2, 3]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_declaring('<!ENTITY a "bread">'), "xml-bomb"),
        (b'<!DOCTYPE TEI [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><TEI>&b;</TEI>', "xml-bomb"),
        (b"<a>" * 300 + b"</a>" * 300, "xml-bomb"),
        (b"<other/>", "not-tei"),
        (b"<TEI>", "not-tei"),
    ],
)
def test_a_tei_that_unfolds_is_refused_as_what_it_is(raw: bytes, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        open_tree(raw)
    assert refused.value.code == code
