"""Which day belongs to which target: dates resolved against the event before and paired with places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from events.extraction.dates import EVE, DateMention
from events.extraction.document import Article
from events.extraction.drafts import When
from events.extraction.frames import Frame
from events.extraction.grouping import Target
from events.extraction.types import Span
from events.taxonomy import DateBasis, DatePrecision

APPOSED = ", "
"""'a week earlier, 4 April': what stands between a day that is reckoned and the same day told."""
JOINED_DAYS = 16
"""Characters between two days that name two attacks on one site ('Monday and Tuesday')."""
SAID = 3
"""Characters between a day and the verb of saying behind it ('on Saturday (19/1), explained')."""
SPEECH_REACH = 40
"""Characters between a verb of saying and its day ('said in a statement on Monday')."""
QUOTE_DELAY = 2
"""Days by which an article may follow the words that it quotes."""
CLAIM_DELAY = 7
"""Days by which a statement may follow the attack that it tells of."""
Dated = tuple[DateMention, When]


def resolve(article: Article, mention: DateMention, before: When) -> When:
    """The day of a mention; a chain ("a day earlier") hangs on the event told ``before``."""
    span = article.folded.span(mention.start, mention.end)
    if mention.anchor in ("event", EVE):
        published = article.document.published
        if before.first is None and published is not None and mention.anchor == EVE:
            before = When(published, published, DatePrecision.DAY)
        if before.first is None or mention.precision is DatePrecision.UNKNOWN:
            return When(span=span)
        shift = timedelta(days=mention.days)
        last = (before.last or before.first) + shift
        return When(
            before.first + shift, last, before.precision, DateBasis.RELATIVE, span, False, mention.time
        )
    if mention.first is None or mention.precision is DatePrecision.LONGER:
        return _weekday(mention, before, span)
    if _quoted_today(article, mention, before):
        return replace(before, inherited=True, span=span)
    basis = DateBasis.RELATIVE if mention.relative else DateBasis.STATED
    return When(mention.first, mention.last, mention.precision, basis, span, False, mention.time)


def _weekday(mention: DateMention, before: When, span: Span) -> When:
    """'Tuesday 16 January ... on Monday': with no publication day a weekday hangs on the day before it."""
    day = before.last or before.first
    if not mention.weekday or day is None or before.precision is not DatePrecision.DAY:
        return When(span=span, weekday=mention.weekday)
    told = day - timedelta(days=(day.isoweekday() - mention.weekday) % 7)
    return When(told, told, DatePrecision.DAY, DateBasis.RELATIVE, span, False, mention.time)


def resolved(article: Article, mentions: Sequence[DateMention], before: When) -> list[Dated]:
    """All days of a clause; "hours later" means the day stated before it there, else that of the event."""
    found: list[Dated] = []
    stated = before
    for mention in mentions:
        when = resolve(article, mention, before if mention.days else stated)
        found.append((mention, when))
        if when.first is not None and when.precision is DatePrecision.DAY and not mention.anchor:
            stated = when
    return found


def _quoted_today(article: Article, mention: DateMention, before: When) -> bool:
    """'this morning' in a quotation hangs on the day of what is told, not on publication."""
    today = article.document.published
    if today is None or before.first is None or mention.first != today or not mention.relative:
        return False
    if mention.weekday or before.precision is not DatePrecision.DAY:
        return False
    line = article.document.text.rfind("\n", 0, article.folded.offsets[mention.start]) + 1
    said = article.document.text[line : article.folded.offsets[mention.start]]
    quoted = said.count("“") > said.count("”") or said.count('"') % 2 == 1
    return quoted and 0 < (today - before.first).days <= QUOTE_DELAY


def choose(
    article: Article, frame: Frame, target: Target, position: int, whens: Sequence[Dated], before: When
) -> list[When]:
    """The day or days of ``target`` (the ``position``-th of its clause) among ``whens`` (not empty).

    A day that only belongs to the saying gives way to the day told ``before``.
    """
    whens = [pair for pair in whens if pair[1].told] or whens
    whens = _stated_first(whens)
    if len(whens) == 1:
        return [_told_on(article, frame, whens[0], before)]
    joined = _joined(article, whens)
    if joined and not _parted(frame, whens):
        return joined if len(frame.targets) == 1 else [_spanned(joined)]
    if len(frame.targets) == 1:
        return [_nearest(article, frame, target, whens)]
    return [_paired(frame, target, position, whens)]


def _parted(frame: Frame, whens: Sequence[Dated]) -> bool:
    """'bombed A on Sunday, and on Monday shells fell on B': the days stand between the places they date."""
    starts = [target.place.start for target in frame.targets]
    return min(starts) < whens[0][0].start and whens[-1][0].end < max(starts)


def _stated_first(whens: Sequence[Dated]) -> Sequence[Dated]:
    """'two years after militants struck X on December 5, 2014': a stated day needs no reckoning."""
    stated = [pair for pair in whens if pair[1].basis is DateBasis.STATED and not pair[0].anchor]
    starts = {pair[0].start - len(APPOSED) for pair in stated}
    reckoned = [
        pair
        for pair in whens
        if pair[0].anchor and (pair[1].precision is not DatePrecision.DAY or pair[0].end in starts)
    ]
    return [pair for pair in whens if pair not in reckoned] if stated else whens


def _told_on(article: Article, frame: Frame, dated: Dated, before: When) -> When:
    """The one day of a clause, unless it is the day of a statement on 'the attack' told before."""
    mention, when = dated
    if when.first is None or mention.anchor or not _is_speech(article, frame, mention):
        return when
    if before.first is None:
        return replace(when, basis=DateBasis.CLAIM_DAY)
    if frame.separate or (
        not frame.same_attack and any(t.kind != "attack.noun" for t in frame.triggers.standing)
    ):
        return replace(when, basis=DateBasis.CLAIM_DAY)
    ahead = (when.first - (before.last or before.first)).days
    return replace(before, inherited=True) if 0 <= ahead <= CLAIM_DELAY else when


def _spanned(days: Sequence[When]) -> When:
    """Several days at several sites without pairing: a range for each site (docs/codebook.md)."""
    firsts = [when.first for when in days if when.first]
    return replace(days[0], first=min(firsts), last=max(firsts), precision=DatePrecision.RANGE)


def _nearest(article: Article, frame: Frame, target: Target, whens: Sequence[Dated]) -> When:
    """Of several days, one that stands with no verb of saying and nearest to the attack word or the place."""
    anchors = [target.place.end, *(m.end for m in frame.triggers.standing[:1])]
    ranked = sorted(
        whens,
        key=lambda pair: (
            _is_speech(article, frame, pair[0]),
            min(abs(pair[0].start - at) for at in anchors),
        ),
    )
    return ranked[0][1]


def _paired(frame: Frame, target: Target, position: int, whens: Sequence[Dated]) -> When:
    """Of several days and targets: the day between the target and the next one, else the one before it."""
    place = target.place
    before = [pair for pair in whens if pair[0].end <= place.start]
    following = [t.place.start for t in frame.targets if t.place.start > place.start]
    limit = min(following, default=frame.sentence.end)
    after = [pair for pair in whens if place.end <= pair[0].start < limit]
    told = [t.place.end for t in frame.targets if t.place.start < place.start]
    between = [pair for pair in before if pair[0].start >= max(told, default=0)]
    if after and not (position and between):
        return after[0][1]
    return (before[-1] if before else whens[0])[1]


def _joined(article: Article, whens: Sequence[Dated]) -> list[When]:
    """'Monday and Tuesday', '19, 22 November': several days of one kind beside each other."""
    days = [whens[0]]
    for pair in whens[1:]:
        low, high = days[-1][0].end, pair[0].start
        gap = article.text(low, high) if high >= low else ""
        listed = any(m.kind == "list.word" and m.end <= high for m in article.within(low, high))
        near = len(gap) <= JOINED_DAYS and (listed or not gap.strip(" ,"))
        if not near or pair[1].first == days[-1][1].first:
            return []
        days.append(pair)
    return [when for _, when in days if when.first is not None]


def ordered(article: Article, frame: Frame, whens: Sequence[Dated]) -> list[When]:
    """The known days of a clause without a place: those that stand with a verb of saying come last."""
    known = [pair for pair in whens if pair[1].first is not None]
    known.sort(key=lambda pair: (_is_speech(article, frame, pair[0]), pair[0].start))
    return [when for _, when in known]


def _is_speech(article: Article, frame: Frame, mention: DateMention) -> bool:
    """Does the day belong to a verb of saying: the nearest word before it that tells of anything?"""
    sentence = frame.sentence
    if any(0 <= m.start - mention.end <= SAID for m in article.of(sentence, "speech.verb", "claim.verb")):
        return True
    told = [
        *article.of(sentence, "speech.verb", "claim.verb", "confirm.verb", "accuse.word"),
        *article.of(sentence, "killed", "injured"),
        *frame.triggers.standing,
    ]
    before = [m for m in told if 0 <= mention.start - m.end <= SPEECH_REACH]
    if not before:
        return False
    nearest = max(before, key=lambda m: m.end)
    gap = article.text(nearest.end, mention.start).rstrip()
    gap = gap[:-1] if gap.endswith(",") else gap
    return nearest.group in ("speech", "claim", "confirm", "accuse") and not any(c in gap for c in ",;:(")
