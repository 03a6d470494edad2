"""The step as a Django app."""

from django.apps import AppConfig


class TestimonyConfig(AppConfig):
    """Step of the work: testimony."""

    name = "guwah.steps.testimony"
    label = "testimony"
    verbose_name = "Testimony"

    def ready(self) -> None:
        """Show cuts and notes in the margin of the reader."""
        from guwah.steps.testimony import margin, remarks

        margin.register(remarks.cuts)
        margin.register(remarks.notes)
