"""Full-text search over every text one may see: the index, its upkeep, questions and answers.

Whoever writes a revision calls `written(revision)` after its blocks; whoever withholds words or shows them
again calls `withheld_changed(anchor)`; whoever says what says the same calls `versions_changed(layer)`. All
do so in the same transaction.
"""

from guwah.vault.later import later

# Known by their names: the tables of this room are loaded with the models, before anything that uses them.
written = later("guwah.steps.testimony.search.writing.written")
withheld_changed = later("guwah.steps.testimony.search.writing.withheld_changed")
versions_changed = later("guwah.steps.testimony.search.writing.versions_changed")
places_in = later("guwah.steps.testimony.search.inside.places_in")

__all__ = ["places_in", "versions_changed", "withheld_changed", "written"]
