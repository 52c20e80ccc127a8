"""What a web server runs."""

from marketplace.app import create_app
from marketplace.config import BadConfig

try:
    app = create_app()
except BadConfig as bad:
    raise SystemExit("\n".join(("The market cannot start:", *bad.faults))) from None
