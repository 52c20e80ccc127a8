"""The box for the reason of a correction."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from marketplace.text import clean_line


def reason_field() -> TextAreaField:
    """Why somebody corrects or withdraws: it must be said, in a few words."""
    return TextAreaField(
        _l("Why"),
        description=_l("It stays in the history, for everybody who asks later."),
        filters=[lambda text: clean_line(text or "")],
        validators=[
            DataRequired(_l("Write why, in a few words.")),
            Length(max=300, message=_l("At most %(max)d characters.")),
        ],
        render_kw={"rows": 3, "maxlength": 300},
    )
