"""The step as a Django app."""

from django.apps import AppConfig


class TestimonyConfig(AppConfig):
    """Step of the work: testimony."""

    name = "guwah.steps.testimony"
    label = "testimony"
    verbose_name = "Testimony"

    def ready(self) -> None:
        """Show cuts and notes in the margin of the reader."""
        from guwah.steps.testimony import margin
        from guwah.vault.later import later

        margin.register(later("guwah.steps.testimony.remarks.cuts"))
        margin.register(later("guwah.steps.testimony.remarks.notes"))
