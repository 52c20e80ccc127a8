"""Staff send files in, say what their columns mean, look at what would change, and take them."""

from marketplace.intake.views import moving, sending, showing
from marketplace.intake.views.desk import intake

__all__ = ["intake", "moving", "sending", "showing"]
