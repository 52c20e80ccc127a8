"""Browsing and searching what is on sale. Owns no table: the index is a copy that may be deleted.

From the page inwards: ``views`` asks the ``door`` for the engine and falls back on ``queries``;
``engine`` says what any engine must do; ``local_index`` is the one we have.

* Words: ``rules`` cuts questions and listings into terms; ``keystrokes``, ``spelling`` and
  ``synonyms`` know what else somebody may have meant; ``planner`` makes plans of it.
* Sets: ``segment`` and ``snapshot`` hold what is read of the index, ``matching`` finds, ``facets``
  narrows and counts, ``ranking`` orders, ``executor`` puts it together.
* Files: ``whoosh_index`` is the only door to Whoosh, ``manifest`` seals what it writes.
"""
