"""What slices above may want to know in time."""

from __future__ import annotations

from blinker import Signal

# Sent before a buyer gives a purchase up, outside any transaction: whoever has opened a page on
# which it could still be paid closes that page now, or raises StillPayable.
# Sender: the app; purchase_id: int; now: the moment.
giving_up = Signal()
