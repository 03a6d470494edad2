"""The step as a Django app."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """Step of the work: editions."""

    name = "guwah.steps.editions"
    label = "editions"
    verbose_name = "Editions"

    def ready(self) -> None:
        """Say which sealed files are frozen editions, and what went out of items."""
        from guwah.steps.evidence import life
        from guwah.vault.backup import naming
        from guwah.vault.later import later

        naming.register("edition", "editions_edition", "archive_sha256")
        life.register(later("guwah.steps.editions.gone_out.published"))
