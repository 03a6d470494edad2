"""What every test may ask for: a real vault with a real SQLCipher database, and the cast in it."""

from __future__ import annotations

import gc
import os
import tempfile
from collections import defaultdict
from dataclasses import replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from browsing import launched
from cast import CHEAP, PASSPHRASE, Cast, make_cast
from guwah.vault import folder as vault_folder
from guwah.vault.keyring import KEYRING
from guwah.vault.slots import make_slot
from guwah.vault.vault_file import FILE, write
from rewriting import rewrite_a_share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser

    from guwah.accounts.models import Member
    from guwah.vault.keys import Keys

# How long an example takes on a busy machine says nothing about the rule it tests. The examples are always
# the same, so that a change is judged by what it changed; `./dev soak` draws others each time.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True, max_examples=40)
# For `./dev check`, run at every change.
hypothesis_settings.register_profile("quick", deadline=None, derandomize=True, max_examples=15)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=1000)
hypothesis_settings.load_profile("house")

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


# Tests of these folders take seconds each, as those in a browser do, and those that are given commands to run
# or a whole sample case.
LONG = {"story", "cli"}
LONG_GIVEN = {"guwah", "chromium", "places", "pages"}


def _takes_long(item: pytest.Item) -> bool:
    given = getattr(item, "fixturenames", ())
    browser = item.get_closest_marker("browser")
    return bool(browser) or item.path.parent.name in LONG or not LONG_GIVEN.isdisjoint(given)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Share among the workers what each would do for itself in a fresh checkout."""
    rewrite_a_share(session.config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every worker begin with its share of the long tests, so that all of them end together.

    Each is given one of as many equal stretches of the list as there are workers; what one has left over,
    from its end, another takes (xdist, `worksteal`). A long test that nobody begins before the end would be
    waited for by all. Those who look at the one server of the sample case stay together: each worker that has
    one of them fills a case of its own.
    """
    workers = int(getattr(config, "workerinput", {}).get("workercount", 1))
    long, short = defaultdict[str, list[pytest.Item]](list), list[pytest.Item]()
    for item in items:
        if _takes_long(item):
            long["site" if "site" in getattr(item, "fixturenames", ()) else str(item.path)].append(item)
        else:
            short.append(item)
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for number, of_one_file in enumerate(long.values()):
        shares[number % workers] += of_one_file
    rest, room = iter(short), len(items) // workers
    for share in shares[:-1]:
        share.extend(islice(rest, max(room - len(share), 0)))
    items[:] = [*chain(*shares), *rest]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the garbage collector what stays until the end: Django, and thousands of collected tests.

    It walked all of them again and again, for up to a quarter of all processor time.
    """
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `./dev test` ask which files took longest."""
    parser.addoption("--slowest-files", type=int, default=0, help="name at the end so many slowest files")


_TOOK = defaultdict[str, float](float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up how long the tests of each file took, with what was made ready for them."""
    _TOOK[report.nodeid.partition("::")[0]] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the slowest files, where that was asked for."""
    most = int(config.getoption("--slowest-files"))
    if not most:
        return
    terminalreporter.section(f"{most} slowest files")
    for file, seconds in sorted(_TOOK.items(), key=lambda took: -took[1])[:most]:
        terminalreporter.write_line(f"{seconds:7.1f} s  {file}")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real conversations, beside the checkout on the founders' machines only."""
    if not SEEDS.is_dir():
        pytest.skip("the real conversations are not on this machine")
    return SEEDS


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Put the test database into a vault of its own, encrypted like any other."""
    from django.db import connections

    home = tmp_path_factory.mktemp("session") / "vault"
    keys = vault_folder.create(home, "aygul", PASSPHRASE, CHEAP)
    KEYRING.hold(keys)
    settings.VAULT_FOLDER = home
    connections.databases["default"]["TEST"]["NAME"] = home / "guwah.db"


@cache
def _vault_file(keys: Keys) -> bytes:
    """Return what vault.toml says of these keys; to make and word it takes longer than many a test."""
    slots = (make_slot(keys.vault_id, "aygul", PASSPHRASE, keys.master, CHEAP),)
    with tempfile.TemporaryDirectory() as room:
        write(Path(room), vault_folder.describe(keys, slots), keys.master)
        return (Path(room) / FILE).read_bytes()


def _fresh_folder(tmp_path: Path) -> Path:
    home = tmp_path / "vault"
    for name in vault_folder.FOLDERS:
        (home / name).mkdir(parents=True)
    keys = replace(KEYRING.current(), folder=home)
    file = home / FILE
    file.touch(0o600)
    file.write_bytes(_vault_file(replace(keys, folder=Path())))
    KEYRING.hold(keys)
    # What this machine has seen belongs to one test, like the vault's folder.
    settings.SEEN_FOLDER = tmp_path / "seen"
    return home


@pytest.fixture
def vault(transactional_db: None, tmp_path: Path) -> Path:
    """A folder of its own for blobs and log; commits are real, so the log's files are written."""
    return _fresh_folder(tmp_path)


@pytest.fixture
def quick_vault(db: None, tmp_path: Path) -> Path:
    """The same, rolled back after the test: fast, but nothing is committed and no log file written."""
    return _fresh_folder(tmp_path)


@pytest.fixture
def cast(quick_vault: Path) -> Cast:
    """Everybody, in a vault that is rolled back."""
    return make_cast()


@pytest.fixture
def committed_cast(vault: Path) -> Cast:
    """Everybody, in a vault whose acts are committed."""
    return make_cast()


@pytest.fixture
def client_of(client: Client) -> Callable[[Member], Client]:
    """Return a function that signs a member in and gives a client for the pages."""

    def sign_in(member: Member) -> Client:
        client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker: playwright runs once in a process."""
    # Playwright leaves a loop running in this thread, and Django would take it for its own caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with launched() as browser:
        yield browser


@pytest.fixture(autouse=True)
def nothing_stays_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what a test leaves open in the browser: its pages would ask their servers until the end."""
    if "chromium" not in request.fixturenames:
        yield
        return
    browser: Browser = request.getfixturevalue("chromium")
    before = browser.contexts
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()
