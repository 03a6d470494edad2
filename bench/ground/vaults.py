"""Vaults of the benchmarks, and who asks for their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.vault.setup import migrate, use_folder

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from guwah.accounts.models import Member


def open_vault(folder: Path) -> None:
    """Make a vault with cheap keys, or open the one an earlier run left."""
    from guwah.vault import folder as vault_folder
    from guwah.vault.keyring import KEYRING
    from guwah.vault.slots import Cost

    phrase = "four copper pans hang in the hall"
    home = folder / "vault"
    if home.exists():
        KEYRING.hold(vault_folder.unlock(home, phrase))
    else:
        KEYRING.hold(vault_folder.create(home, "owner", phrase, Cost(64, 1, 1)))
    use_folder(home)
    migrate()


def signed_in(member: Member) -> Client:
    """Return somebody at the pages, once what the server does at its start is done."""
    from django.conf import settings
    from django.test import Client

    from guwah.vault.keyring import KEYRING
    from guwah.web.server import settle

    # Filling takes longer than anybody may be away before the vault locks itself.
    KEYRING.touch()
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    settle()
    return client
