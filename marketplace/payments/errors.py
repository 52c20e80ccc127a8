"""What can go wrong between the market and the card payment provider."""

from __future__ import annotations

from marketplace.errors import Refusal


class NotPayable(Refusal):
    """The purchase is paid already, was closed, or its time to pay is over."""


class ProviderUnavailable(Exception):
    """The provider gave no usable answer in time: nobody knows what it did. Ask again later."""


class ProviderRefused(Exception):
    """The provider understood the request and said no. Repeating it unchanged will not help."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class ForgedWebhook(Exception):
    """A notice that the provider did not sign just now, or that cannot be read."""


class UnsafeKey(Exception):
    """The provider's key, or the address it would be sent to, is not one for test payments."""
