"""The step as a Django app."""

from django.apps import AppConfig


class TestimonyConfig(AppConfig):
    """Step of the work: testimony."""

    name = "guwah.steps.testimony"
    label = "testimony"
    verbose_name = "Testimony"

    def ready(self) -> None:
        """Show cuts and notes in the reader's margin; make the index of words wherever tables are made."""
        from django.db.models.signals import post_migrate

        from guwah.outbox.deliver import CHANNELS, LONG
        from guwah.steps.testimony import margin
        from guwah.steps.testimony.editing import holders
        from guwah.vault.later import later

        post_migrate.connect(later("guwah.steps.testimony.search.words.make"), sender=self, weak=False)
        CHANNELS["search"] = later("guwah.steps.testimony.search.writing.take_turn")
        LONG.add("search")
        margin.register(later("guwah.steps.testimony.remarks.cuts"))
        margin.register(later("guwah.steps.testimony.remarks.notes"))
        margin.register(later("guwah.steps.testimony.remarks.in_the_file"))
        margin.register(later("guwah.steps.testimony.remarks.spots"))
        margin.register(later("guwah.steps.testimony.glossary.remarks.terms"))
        holders.register(later("guwah.steps.testimony.holding.holds"))
