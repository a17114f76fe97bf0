"""What speaks for and against an event: the names of all that holds for a draft, for the model ``event``.

The names are plain words, for they are also the explanation. They tell of the clause (attack words, what
leads the place, what stands beside it), of the place, of the draft (day, doer, weapon, effects) and of the
article. No word and no name of a text is among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from events.extraction.drafts import Draft
from events.extraction.frames import Frame, FrameReader
from events.extraction.lexer import Mention
from events.extraction.normalise import fold
from events.extraction.places import Place

BINS = ((3, "beside"), (20, "close"), (45, "near"), (90, "in reach"), (180, "far"))
"""Characters between a place and an attack word."""
REACH = 14
"""Characters within which a word stands just before or behind a place."""
BREAKS = ("speech.verb", "confirm.verb", "clause.also", "clause.before", "response.word", "background.word")
GRAMMAR = frozenset(("place", "list", "clause", "number", "date", "qualifier"))
"""Groups of words that stand in any clause: they tell of the language more than of the event."""
RANKS = ("a country", "a region", "a town", "an object")
PLACES_IN_TEXT = ((0, "first"), (1, "second"), (4, "early"), (9, "middle"))
MANY = ((1, "one event"), (3, "two or three events"), (6, "four to six events"))
AGES = (
    (-1, "after publication"),
    (1, "just before publication"),
    (7, "in the week before"),
    (60, "weeks before"),
)
STEM = 5
"""Letters that a word of a name shares with its form in the title."""


class Evidence:
    """The drafts of one article and what its clauses and places say of them."""

    def __init__(self, reader: FrameReader, frames: Sequence[Frame], drafts: Sequence[Draft]) -> None:
        self.article = reader.article
        self.frames = frames
        self.drafts = drafts
        self.mentions = Counter(place.key for place in reader.places)
        self.attacked = Counter(
            key for frame in frames for key in {target.location.key for target in frame.targets}
        )
        told = sum(1 for frame in frames if frame.is_attack) / max(1, len(frames))
        self.share = next(name for low, name in ((0.5, "most"), (0.25, "many"), (0.0, "few")) if told >= low)
        title = self.article.document.title
        self.title = fold(title).folded if title else ""

    def of(self, draft: Draft) -> list[str]:
        """The names of all that holds for ``draft``."""
        frame = self.frames[draft.sentence]
        found = [
            *self._words(frame, draft.target.place),
            *self._place(draft),
            *self._clause(draft.sentence, draft),
        ]
        found += [*self._when(draft), *self._told(draft), *self._elsewhere(draft)]
        return found

    def _words(self, frame: Frame, place: Place) -> Iterator[str]:
        """The attack words round the place."""
        standing = frame.triggers.standing
        words = standing or [word for word, _ in frame.triggers.fallen]
        state = "" if standing else "fallen " if words else "no "
        yield f"{state}attack word in the clause"
        for reason in sorted({reason for _, reason in frame.triggers.fallen}):
            yield f"an attack word fell: {reason}"
        if not words:
            return
        nearest = min(words, key=lambda word: (_gap(word, place), word.start))
        side = "behind" if nearest.start >= place.end else "before"
        reach = next((name for most, name in BINS if _gap(nearest, place) <= most), "very far")
        yield f"attack word {reach}"
        yield f"{state}{nearest.kind} {side}"
        yield f"{state}{nearest.kind} {side}, {reach}"
        yield f"{self.article.pack.order}: {nearest.kind} {side}"
        low, high = min(nearest.end, place.end), max(nearest.start, place.start)
        if "," in self.article.text(low, high):
            yield "a comma up to the attack word"
        between = self.article.of(frame.sentence, *BREAKS)
        if any(low <= word.start and word.end <= high for word in between):
            yield "a break up to the attack word"

    def _place(self, draft: Draft) -> Iterator[str]:
        place, located = draft.target.place, draft.place
        rank, led = RANKS[located.rank], place.before or "nothing"
        known = (
            "of the catalogue" if located.site else "of the list of towns" if located.town else "not known"
        )
        yield from (rank, f"led by '{led}'", f"{rank} led by '{led}'", f"{rank} {known}")
        if place.unnamed:
            yield "a base without a name"
        if place.noun:
            yield f"called {place.noun}"
        if draft.target.around:
            yield "a wider place beside it"
        for kind in sorted(self._beside(place.start, before=True)):
            yield f"{kind} just before"
        for kind in sorted(self._beside(place.end, before=False)):
            yield f"{kind} just behind"

    def _beside(self, at: int, *, before: bool) -> set[str]:
        """Kinds of the words that touch the place, over a short word at most."""
        low, high = (at - 2 * REACH, at) if before else (at, at + REACH)
        kinds = set()
        for word in self.article.within(low, high):
            gap = self.article.text(word.end, at) if before else self.article.text(at, word.start)
            if (word.end <= at or not before) and len(gap) <= REACH and not any(c in gap for c in ",;:.\n"):
                kinds.add(word.kind)
        return kinds

    def _clause(self, index: int, draft: Draft) -> Iterator[str]:
        frame = self.frames[index]
        for kind in self.article.kinds(frame.sentence):
            if kind.partition(".")[0] not in GRAMMAR:
                yield f"{kind} in the clause"
        if frame.sentence.link:
            yield f"clause linked: {frame.sentence.link}"
        yield next((name for most, name in PLACES_IN_TEXT if index <= most), "late") + " sentence"
        yield "a day in the clause" if frame.dates else "no day in the clause"
        others = [t for t in frame.targets if t.place.start != draft.target.place.start]
        yield f"{('no', 'one', 'two', 'more')[min(3, len(others))]} other targets in the clause"
        if any(t.location.rank > draft.place.rank for t in others):
            yield "a finer target in the clause"
        for side, name in ((frame.roles.attacker, "doer"), (frame.roles.target, "victim")):
            if side is not None and side.country and draft.place.country:
                yield f"{'in' if side.country == draft.place.country else 'outside'} the land of the {name}"
        for at, name in ((index - 1, "before"), (index + 1, "after")):
            if 0 <= at < len(self.frames) and self.frames[at].is_attack:
                yield f"an attack told just {name}"

    def _when(self, draft: Draft) -> Iterator[str]:
        when = draft.when
        if when.first is None:
            yield "no day"
            return
        yield "day carried over" if when.inherited else "day told"
        yield f"day by {when.basis}"
        yield f"day as {when.precision}"
        others = [other.when.first for other in self.drafts if other is not draft and other.when.first]
        if others:
            yield "no other event is later" if when.first >= max(others) else "another event is later"
        published = self.article.document.published
        if published is not None:
            age = (published - when.first).days
            yield "day " + next((name for most, name in AGES if age <= most), "long before")

    def _told(self, draft: Draft) -> Iterator[str]:
        if draft.attacker is None:
            yield "no doer"
        else:
            yield "doer carried over" if draft.attacker_inherited else "doer told"
            yield "doer a state" if draft.attacker.state else "doer a group"
        yield (
            "weapon carried over"
            if draft.weapons_inherited
            else "weapon told"
            if draft.weapons
            else "no weapon"
        )
        yield f"told in {min(3, len(draft.sentences))} clauses"
        for name, told in (
            ("dead", draft.killed), ("injured", draft.injured), ("damage", draft.damage),
            ("victim", draft.victim), ("interception", draft.interception), ("arrival", draft.arrived),
            ("miss", draft.missed), ("separate attack", draft.separate), ("gunmen", draft.anonymous),
        ):  # fmt: skip
            if told:
                yield f"{name} told"
        for kind in sorted({voice.word.kind for voice in draft.voices}):
            yield f"voice: {kind}"

    def _elsewhere(self, draft: Draft) -> Iterator[str]:
        key = draft.place.key
        yield f"told as attacked in {min(3, self.attacked[key])} clauses"
        yield f"named {min(4, self.mentions[key])} times"
        yield f"{self.share} clauses tell of attacks"
        yield (
            next((name for most, name in MANY if len(self.drafts) <= most), "many events") + " in the article"
        )
        others = [other for other in self.drafts if other is not draft]
        if any(other.place.key == key for other in others):
            yield "another event at the place"
        if any(other.place.rank > draft.place.rank for other in others):
            yield "a finer event in the article"
        if any(other.place.rank < draft.place.rank for other in others):
            yield "a coarser event in the article"
        if self.title:
            yield "named in the title" if self._in_title(draft.target.place) else "not named in the title"

    def _in_title(self, place: Place) -> bool:
        words = {word[:STEM] for word in self.article.text(place.start, place.end).split()}
        return any(word[:STEM] in words for word in self.title.split() if len(word) >= STEM)


def _gap(word: Mention, place: Place) -> int:
    """Characters between the two; 0 where they touch or overlap."""
    return max(0, place.start - word.end, word.start - place.end)
