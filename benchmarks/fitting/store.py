"""Writes a model as the TOML file that the engine reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from events.extraction.linear import ROOT, Model

SMALL = 0.005
"""A weight below this is left out."""


def write(name: str, about: str, model: Model, proof: Mapping[str, object], root: Path = ROOT) -> Path:
    """``models/<name>.toml``: ``about`` says what it decides, ``proof`` what it was fitted and judged on."""
    lines = [f"# {line}" for line in about.strip().splitlines()]
    lines += ["# Written by `python -m benchmarks.fit`; log-odds for each feature that holds.", ""]
    lines += [f"bias = {model.bias:.3f}", f"threshold = {model.threshold:.3f}", "", "[proof]"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in proof.items()]
    lines += ["", "[weights]"]
    heavy = sorted((item for item in model.weights.items() if abs(item[1]) >= SMALL), key=lambda i: i[0])
    lines += [f"{json.dumps(key, ensure_ascii=False)} = {value:.3f}" for key, value in heavy]
    path = root / f"{name}.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
