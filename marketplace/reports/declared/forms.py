"""Forms of the declared series: a file to take in, a figure to withdraw."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from marketplace.reports.declared.reading import MAX_BYTES
from marketplace.reports.reasons import reason_field


class PublishedFileForm(FlaskForm):
    """A file of published figures."""

    file = FileField(
        _l("File of published figures (CSV)"),
        description=_l(
            "Columns: province, date, indicator, numerator, denominator, percent_as_published, "
            "kind, parts, note. Vietnamese titles are read too."
        ),
        validators=[FileRequired(_l("Choose the file."))],
        render_kw={"accept": ".csv,text/csv,text/plain"},
    )
    good_rows = BooleanField(
        _l("Take the good rows even when others are refused"),
        description=_l("Without it, one wrong row stops the whole file."),
    )

    def input(self) -> bytes:
        """What is in the file, a little more than may be at the most."""
        content: bytes = self.file.data.stream.read(MAX_BYTES + 1)
        return content


class WithdrawForm(FlaskForm):
    """Why a figure is withdrawn."""

    reason = reason_field()

    def input(self) -> str:
        """The reason."""
        return str(self.reason.data)
