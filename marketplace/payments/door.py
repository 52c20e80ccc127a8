"""Which provider this copy of the market pays through."""

from __future__ import annotations

from typing import cast

from flask import current_app

from marketplace.config import Config
from marketplace.payments.gateway import CardGateway


def card_gateway() -> CardGateway:
    """The provider that the settings name, opened at first use.

    The provider's library takes half a second to import, and most commands never pay.
    """
    extensions = current_app.extensions
    if "card_gateway" not in extensions:
        from marketplace.payments.stripe_gateway import StripeGateway

        config = cast(Config, extensions["market"])
        extensions["card_gateway"] = StripeGateway(
            config.stripe_secret_key, config.stripe_api_base, config.stripe_webhook_secrets
        )
    return cast(CardGateway, extensions["card_gateway"])
