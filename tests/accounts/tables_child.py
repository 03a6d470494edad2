"""Make the tables of two new vaults, once at a stroke and once by every migration; print both shapes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from guwah.vault.setup import prepare_django

prepare_django()

from django.core.management import call_command  # noqa: E402 - after Django is ready
from django.db import connection  # noqa: E402

from guwah.accounts.entry import make_vault  # noqa: E402
from guwah.vault import folder, setup  # noqa: E402
from guwah.vault.keyring import KEYRING  # noqa: E402
from guwah.vault.slots import Cost  # noqa: E402

CHEAP = Cost(memory=64, passes=1, lanes=1)


def shape() -> dict[str, list[str]]:
    """Return name -> the words that made it, sorted: a later column stands elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            name: sorted(sql.replace("(", " ").replace(")", " ").replace(",", " ").split())
            for name, sql in cursor
        }


def applied() -> list[str]:
    """Return which migrations count as done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        return sorted(name for (name,) in cursor)


def main(home: Path) -> None:
    """Print what the two ways make."""
    make_vault(home / "once", "aygul", "six grey geese cross the yard", CHEAP)
    once = (shape(), applied())
    connection.close()
    KEYRING.lock()
    keys = folder.create(home / "steps", "aygul", "six grey geese cross the yard", CHEAP)
    KEYRING.hold(keys)
    setup.use_folder(home / "steps")
    call_command("migrate", interactive=False, verbosity=0)
    sys.stdout.write(json.dumps({"once": once, "steps": (shape(), applied())}))


main(Path(sys.argv[1]))
