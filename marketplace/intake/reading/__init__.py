"""Reading a file as it comes: what it really is, its letters, its table, its rows.

Each module knows only those before it in this list: ``merges``, ``rows``, ``workbooks``,
``texts``, ``sources`` (what the file is), ``headings`` (which row holds the titles), ``furniture``
(rows that are none), ``tables``.
"""
