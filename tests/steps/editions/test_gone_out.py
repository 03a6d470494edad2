from __future__ import annotations

import io
from pathlib import Path

from guwah.steps.editions import flows
from guwah.steps.editions.gone_out import published
from guwah.steps.evidence import flows as evidence
from guwah.steps.testimony.models import Revision
from oven import Oven


def test_an_item_whose_words_were_published_says_so_and_others_do_not(lasting: Oven, tmp_path: Path) -> None:
    cast = lasting.cast
    edition = lasting.ready().build()
    item = evidence.add_file(cast.chiara, cast.case, io.BytesIO(b"the talk"), "talk.txt").item
    Revision.objects.filter(layer__in=edition.ledger["layers"]).update(item=item)
    other = evidence.add_file(cast.chiara, cast.case, io.BytesIO(b"not read"), "other.bin").item
    before = list(published(item))

    flows.approve(cast.emine, edition, settled=True)
    flows.publish_site(cast.boris, tmp_path / "site")

    [moment] = published(item)
    assert before == []
    assert (moment.sign, moment.words) == (
        "gone-out",
        f"Words of it were published in edition {edition.number}",
    )
    assert list(published(other)) == []
