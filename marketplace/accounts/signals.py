"""What other slices may want to know."""

from __future__ import annotations

from blinker import Signal

# Sent inside the transaction of a log-in, before the old session is replaced.
# Sender: the app; user: the User; transaction: the Session; now: the moment.
logged_in = Signal()
