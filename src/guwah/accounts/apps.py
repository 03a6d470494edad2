"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Members, roles, cases and the audit trail."""

    name = "guwah.accounts"
    label = "accounts"
    verbose_name = "Accounts"
