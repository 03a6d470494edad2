"""The vault as a Django app: it owns the custody log's table."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys, blobs and the custody log."""

    name = "guwah.vault"
    label = "vault"
    verbose_name = "Vault"
