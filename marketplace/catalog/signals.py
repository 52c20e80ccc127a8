"""What slices above may want to know in time."""

from __future__ import annotations

from blinker import Signal

# Sent before the shop of a producer goes to another one, within the transaction: whoever keeps
# orders answers how many of them buyers still wait for.
# Sender: the database session; producer_id: int.
moving_shop = Signal()
