"""The step as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Step of the work: people."""

    name = "guwah.steps.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Offer to name somebody from selected words."""
        from guwah.accounts.permissions import Permission
        from guwah.steps.testimony import margin
        from guwah.steps.testimony.editing import holders
        from guwah.vault.later import later

        holders.register(later("guwah.steps.people.holding.holds"))
        action = margin.Action("person", _("Name"), "person", "entity-new", Permission.PEOPLE_EDIT, 20)
        margin.register_action(action)
