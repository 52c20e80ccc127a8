"""Reading a register file: the file, its columns, its cells, what its rows mean, what they change.

Each module knows only those before it in this list: ``outcomes`` (what became of a row),
``files``, ``columns``, ``cells``, ``rows``, ``places``, ``matching``, ``applying``.
"""
