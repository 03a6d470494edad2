"""Every page one can walk to, in Uyghur: its direction, and foreign words, dates and numbers kept apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import etree, html

from cast import Cast
from guwah.accounts.models import Member
from guwah.cli.sample.fill import fill
from guwah.steps.evidence.models import Source

# One page of a kind shows what the kind does; three, because a case may have pages that are almost empty.
MOST_OF_A_KIND = 3
ISO_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
OTHER_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
LINK = re.compile(r'href="(/[^"#]*)')
# What HTML or our style sheet isolates, or what shows plain text in a box of its own.
CLASSES_APART = {"code", "hash", "words", "turn-time"}
APART = {"bdi", "time", "code", "pre", "title", "textarea", "option", "kbd", "script", "style"}
# A run of text in a drawing is a line of its own.
APART |= {"text"}
FSI = "\u2068"


def walk(client: Client, *first: str) -> Iterator[tuple[str, str]]:
    """Yield address and text of every page that links lead to; empty text where one leads nowhere."""
    waiting, known, kinds = list(first), set(first), Counter[str]()
    while waiting:
        where = waiting.pop(0)
        try:
            kind = resolve(urlsplit(where).path).url_name or where
        except Resolver404:
            continue
        kinds[kind] += 1
        if kind == "static" or kinds[kind] > MOST_OF_A_KIND:
            continue
        # Closing is the server's work: a page may be a sealed file that is being sent.
        with closing(client.get(where)) as answer:
            if answer.status_code == 200 and not answer.headers["Content-Type"].startswith("text/html"):
                continue
            page = answer.content.decode() if answer.status_code == 200 else ""
        yield where, page
        for link in map(unescape, LINK.findall(page)):
            if link not in known:
                known.add(link)
                waiting.append(link)


def bare_runs(page: str) -> Iterator[str]:
    """Yield every run of text that nothing keeps apart from the right-to-left sentence around it."""
    tree = html.fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.text and not kept_apart(element):
            yield element.text
        parent = element.getparent()
        if element.tail and parent is not None and not kept_apart(parent):
            yield element.tail


def kept_apart(innermost: etree._Element) -> bool:
    element: etree._Element | None = innermost
    while element is not None and element.tag != "html":
        classes = set(element.get("class", "").split())
        if element.tag in APART or "dir" in element.attrib or classes & CLASSES_APART:
            return True
        element = element.getparent()
    return False


def without_isolates(text: str) -> str:
    return re.sub(f"{FSI}[^\u2069]*\u2069", "", text)


@pytest.fixture
def pages(committed_cast: Cast, client: Client) -> dict[str, str]:
    """Every page of the sample case, in Uyghur."""
    case = fill(committed_cast.aygul, [])
    Member.objects.filter(pk=committed_cast.aygul.pk).update(language="ug")
    client.force_login(committed_cast.aygul)
    # This page is behind a form.
    return dict(walk(client, "/", f"/cases/{case.pk}/editions/prepare/?audience=public"))


def test_every_page_in_uyghur_keeps_foreign_runs_apart(committed_cast: Cast, pages: dict[str, str]) -> None:
    assert len(pages) > 25
    foreign = {str(member) for member in committed_cast.members.values()}
    foreign |= {source.title for source in Source.objects.all()} | {committed_cast.case.title}
    faults = []
    for where, page in pages.items():
        if '<html lang="ug" dir="rtl"' not in page:
            faults.append(f"{where}: no page, or no direction")
            continue
        for run in map(without_isolates, bare_runs(page)):
            if ISO_DATE.search(run):
                faults.append(f"{where}: bare date in {run.strip()[:60]!r}")
            if OTHER_DIGITS.search(run):
                faults.append(f"{where}: digits in {run.strip()[:60]!r}")
            faults += [f"{where}: bare name {name!r}" for name in foreign if name and name in run]
    assert faults == []
