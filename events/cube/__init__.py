"""Events as columns of small integers in memory, from which counts of any selection are taken exactly.

Pure: NumPy alone. ``events.queries.feed`` fills it from the database and ``events.queries.standing`` keeps it
right.
"""
