"""What pages cost and what web servers give, always as ratios taken in one run.

``bench/run`` measures pages, ``bench/run servers`` web servers; docs/performance.md keeps the
figures. Nothing here belongs to the market itself.
"""
