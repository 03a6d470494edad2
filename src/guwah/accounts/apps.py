"""Accounts as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Members, roles, cases and the audit trail."""

    name = "guwah.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Keep Django from filling its own tables of permissions and kinds, which nothing here asks."""
        # Who may do what is said by `accounts.permissions` alone; rows of another list would only mislead.
        from django.contrib.contenttypes.management import create_contenttypes

        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)
