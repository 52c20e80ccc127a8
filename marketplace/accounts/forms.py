"""Forms to log in and to open an account."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from marketplace.accounts import rules
from marketplace.text import clean_line


def _new_password() -> PasswordField:
    return PasswordField(
        _l("New password"),
        description=_l("At least 8 characters."),
        validators=[
            DataRequired(_l("Choose a password.")),
            Length(
                min=rules.MIN_PASSWORD,
                max=rules.MAX_PASSWORD,
                message=_l("A password has 8 to 128 characters."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person gives to open an account."""

    name: str
    email: str
    password: str


class LoginForm(FlaskForm):
    """E-mail and password."""

    email = StringField(
        _l("E-mail"),
        validators=[DataRequired(_l("Enter your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[DataRequired(_l("Enter your password.")), Length(max=rules.MAX_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class SignUpForm(FlaskForm):
    """Name, e-mail and a new password."""

    name = StringField(
        _l("Your name"),
        filters=[lambda text: clean_line(text) if text else text],
        validators=[DataRequired(_l("Enter your name.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    email = StringField(
        _l("E-mail"),
        validators=[
            DataRequired(_l("Enter your e-mail address.")),
            Length(max=254),
            Regexp(rules.EMAIL, message=_l("This is not an e-mail address, such as ten@vidu.vn.")),
        ],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )
    password = _new_password()

    def input(self) -> NewAccount:
        """What was entered."""
        return NewAccount(self.name.data or "", self.email.data or "", self.password.data or "")


class ForgottenForm(FlaskForm):
    """The address to which the link goes."""

    email = StringField(
        _l("E-mail"),
        validators=[DataRequired(_l("Enter your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )


class NewPasswordForm(FlaskForm):
    """A new password."""

    password = _new_password()


class ChangePasswordForm(FlaskForm):
    """The password of today and a new one."""

    old = PasswordField(
        _l("Password of today"),
        validators=[DataRequired(_l("Enter your password.")), Length(max=rules.MAX_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password()
