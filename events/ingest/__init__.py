"""Getting an article: addresses, guarded fetch, archive, parse, near-duplicates. Never imports Django."""
