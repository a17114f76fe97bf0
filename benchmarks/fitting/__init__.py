"""Fitting of the engine's linear models on labelled articles; ``python -m benchmarks.fit`` runs it."""
