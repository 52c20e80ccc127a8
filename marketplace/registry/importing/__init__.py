"""Reading a register file: the file, its columns, its cells, what its rows mean, what they change.

Each module knows only those before it in this list: ``outcomes`` (what became of a row),
``columns``, ``workbooks``, ``files``; ``cells``, ``notes``, ``places``, ``place_cells``,
``statements``, ``rows``; ``recognitions``, ``matching``, ``conflicts``, ``register``,
``settling``, ``applying``.
"""
