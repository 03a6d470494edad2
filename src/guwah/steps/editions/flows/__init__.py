"""What other steps may call."""

from guwah.steps.editions.flows.approving import approve
from guwah.steps.editions.flows.building import build, prepare
from guwah.steps.editions.flows.copying import copy_text, see_copy
from guwah.steps.editions.flows.deciding import decide_masked
from guwah.steps.editions.flows.publishing import publish_site
from guwah.steps.editions.flows.reading import clear_blocks
from guwah.steps.editions.flows.standing import still_allowed
from guwah.steps.editions.flows.writing import check_folder, packed, write_out

__all__ = [
    "approve",
    "build",
    "check_folder",
    "clear_blocks",
    "copy_text",
    "decide_masked",
    "packed",
    "prepare",
    "publish_site",
    "see_copy",
    "still_allowed",
    "write_out",
]
