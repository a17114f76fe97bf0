"""PostgreSQL and a Redis-protocol server of our own, for machines that have none.

One *keeper* process holds each engine. Users hold a shared lock on a file, which the kernel drops
when they end in whatever way; the keeper stops its engine when it can take that lock for itself.
So two commands may share an engine, the first of them may end (or be killed) without harm to the
second, and nothing is left running when all are gone.
"""
