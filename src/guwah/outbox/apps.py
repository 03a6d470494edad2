"""The outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Effects to be done once."""

    name = "guwah.outbox"
    label = "outbox"
    verbose_name = "Outbox"
