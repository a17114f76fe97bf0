"""Both themes can be read: contrast of every pair that stands on the page (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\);", TOKENS)
}
TEXT = [
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in ("canvas", "surface", "sunken")),
    ("text", "brush"),
    ("text", "accent-soft"),
    ("muted", "accent-soft"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("text", "land"),
    ("text", "sea"),
    ("place", "land"),
    ("place", "sea"),
    *((state, f"{state}-soft") for state in ("ok", "warn", "bad")),
    *((state, "surface") for state in ("ok", "warn", "bad")),
    *(
        ("text", f"f-{field}")
        for field in ("date", "place", "attacker", "target", "weapon", "outcome", "claim")
    ),
    *(("surface", f"f-{field}-ink") for field in ("date", "place", "attacker", "target", "weapon", "claim")),
]
MARKS = [
    ("edge", "surface"),
    ("edge", "canvas"),
    ("s-confirmed", "surface"),
    ("s-confirmed", "land"),
    ("s-confirmed", "sea"),
    ("s-contested", "surface"),
    ("s-contested", "land"),
    ("s-contested", "s-contested-soft"),
    ("s-out", "surface"),
    *((f"c-{number}", "surface") for number in range(1, 7)),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), [(*p, 4.5) for p in TEXT] + [(*p, 3.0) for p in MARKS])
def test_ink_is_told_from_its_ground(ink: str, ground: str, least: float, theme: int) -> None:
    assert contrast(PAIRS[f"--{ink}"][theme], PAIRS[f"--{ground}"][theme]) >= least


def test_every_colour_stands_in_the_tokens_and_in_both_themes() -> None:
    known = set(
        re.findall(r"(--[\w-]+):", "".join(path.read_text(encoding="utf-8") for path in CSS.glob("*.css")))
    )
    for path in CSS.glob("*.css"):
        css = path.read_text(encoding="utf-8")
        if path.name != "tokens.css":
            printed = css.split("@media print")[0]
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", printed), path.name
        assert not set(re.findall(r"var\((--[\w-]+)", css)) - known, path.name
