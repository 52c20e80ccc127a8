"""A payment provider for one machine: speaks the part of Stripe's language that the market uses.

It runs as its own process with its own state, knows nothing of the market's tables, takes only
test keys and test cards, and listens on loopback only. Nothing that serves buyers imports it.

Its words: a *session* is one page on which a buyer can pay; an *intent* is the attempt to take
the money; a *charge* is the money taken; an *event* is told to the shop by a signed notice.
"""
