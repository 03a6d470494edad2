"""Getting ready: Django for commands and server, the database of a new or older vault."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guwah.vault.durable import keep_from_others

if TYPE_CHECKING:
    from pathlib import Path


def prepare_django() -> None:
    """Set Django up for this process; harmless when it is set up already."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guwah.settings")  # noqa: TID251 - Django's own switch
    django.setup()


def migrate() -> None:
    """Bring the database of the unlocked vault to the present shape."""
    from django.core.management import call_command
    from django.db import connection

    if not connection.introspection.table_names():
        _make_tables()
    call_command("migrate", interactive=False, verbosity=0)


def _make_tables() -> None:
    """Make every table as it is today in an empty database, all or none.

    To go through the shapes they once had takes ten times as long, and there are no rows to carry along.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
        editor.create_model(executor.recorder.Migration)
        for known in sorted(executor.loader.graph.nodes):
            executor.recorder.record_applied(*known)


def use_folder(folder: Path) -> None:
    """Point the database connection of this process at a vault's folder, which nobody else may look into."""
    from django.db import connections

    # An older Guwah made some of them readable to others. Those of the blobs always were their owner's.
    for each in (
        folder,
        *(path for path in folder.glob("*") if path.is_dir()),
        *(folder / "log").rglob("*/"),
    ):
        keep_from_others(each)

    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = folder / "guwah.db"
