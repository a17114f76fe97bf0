"""Three events: one located with evidence, one in an area, one whose name looks like a formula."""

from __future__ import annotations

from datetime import date

import pytest

from events.extraction.types import Range, Span
from events.taxonomy import VictimGroup, WeaponType
from tests import factories as make

TEXT = "Minggu di Tanf: serangan drone dilaporkan, kata pernyataan yang dikirim kepada wartawan."


@pytest.fixture
def seeded(db: None) -> None:
    make.small_catalogue()
    row = make.article("https://harian.example/a", text=TEXT, language="id")
    make.publish(
        row,
        make.report(
            spans={"site": (Span(10, 24),), "date": (Span(0, 6),)},
            killed=Range(0, 0, 0),
            injured=Range(2, 3, None),
            victims={VictimGroup.CIVILIAN: (Range(1, 2, 3), Range(None, None, None))},
        ),
        make.report(date(2024, 1, 27), "golan", by=None, weapons=[WeaponType.ROCKET, WeaponType.MORTAR]),
        make.report(None, make.site(None, name="=HYPERLINK(1)", country="IQ"), by=None),
    )
