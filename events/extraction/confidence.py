"""How sure an event is: the chance that place and day are right, by the model ``event``.

The model is fitted on labelled articles, calibrated on those that it had not seen and moved to pages that
are read for the first time, so that of the events at 0.9 about nine in ten are right. What is less likely
than its threshold is not told.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction import linear
from events.extraction.drafts import Draft
from events.extraction.evidence import Evidence
from events.extraction.frames import Frame, FrameReader

LOW, HIGH = 0.05, 0.99


def likely(reader: FrameReader, frames: Sequence[Frame], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that are likely enough, each with its confidence of two digits; the trace says why."""
    model = linear.load("event")
    evidence = Evidence(reader, frames, drafts)
    kept = []
    for draft in drafts:
        held = evidence.of(draft)
        chance = model.probability(held)
        draft.confidence = round(min(HIGH, max(LOW, chance)), 2)
        told = chance >= model.threshold
        if told:
            kept.append(draft)
        place = draft.target.place
        note = (
            f"{draft.place.name}: {draft.confidence:.2f}{'' if told else ', not told'}: {model.reasons(held)}"
        )
        reader.note("confidence", place.start, place.end, note)
    return kept
