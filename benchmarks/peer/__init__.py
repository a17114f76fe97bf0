"""A plain pipeline of well-known parts, as the peer of the extraction in `make bench`."""
