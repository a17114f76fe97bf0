"""Does this report tell of that event? Pure: scores with reasons, and a partition of a block's reports."""

from events.matching.homes import homes
from events.matching.partition import explain, partition
from events.matching.scoring import POINTS, THRESHOLD, WORDS, Score, score
from events.matching.types import Candidate, Window
from events.matching.windows import block, firm, places, wide, window

__all__ = [
    "POINTS",
    "THRESHOLD",
    "WORDS",
    "Candidate",
    "Score",
    "Window",
    "block",
    "explain",
    "firm",
    "homes",
    "partition",
    "places",
    "score",
    "wide",
    "window",
]
