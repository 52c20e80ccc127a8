"""Mail goes through a server, or into files one can open."""

from __future__ import annotations

import socket
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from marketplace.outbox.mail import Attached, FileMailer, Mail, SmtpMailer, mailer

SENDER = "Chợ phiên OCOP <cho-phien@example.vn>"
MAIL = Mail(
    key="purchase-1-paid",
    to="hoa@example.com",
    subject="Đã nhận tiền đơn DM-1",
    text="Cảm ơn cô Hoa.\nChè Shan tuyết: 180.000 đ\n",
)


class Inbox(Message):
    """Keeps what the server receives."""

    def __init__(self):
        super().__init__()
        self.messages = []

    def prepare_message(self, session, envelope):
        return envelope.original_content

    def handle_message(self, message):
        self.messages.append(message_from_bytes(message, policy=policy.default))


@pytest.fixture
def inbox():
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        handler.port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


def test_a_message_arrives_over_smtp_with_its_accents(inbox):
    SmtpMailer(f"smtp://127.0.0.1:{inbox.port}", SENDER).send(MAIL)

    [message] = inbox.messages
    assert message["Subject"] == MAIL.subject
    assert message["To"] == MAIL.to
    assert message.get_content().splitlines() == MAIL.text.splitlines()


def test_a_file_arrives_whole_under_its_name(inbox):
    file = Attached("số-liệu.pdf", "application/pdf", bytes(range(256)))

    SmtpMailer(f"smtp://127.0.0.1:{inbox.port}", SENDER).send(replace(MAIL, files=(file,)))

    [message] = inbox.messages
    [attached] = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (file.name, file.media_type)
    assert attached.get_content() == file.content
    assert message.get_body().get_content().splitlines() == MAIL.text.splitlines()


def test_a_server_that_is_away_is_an_error_for_the_outbox_to_try_again():
    with pytest.raises(ConnectionRefusedError):
        SmtpMailer("smtp://127.0.0.1:1", SENDER).send(MAIL)


def test_without_a_server_a_message_is_a_file(tmp_path):
    box = FileMailer(tmp_path / "mail", SENDER)

    box.send(MAIL)
    box.send(MAIL)

    [file] = (tmp_path / "mail").iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.name == "purchase-1-paid.eml"
    assert message["Subject"] == MAIL.subject
    assert message.get_content().splitlines() == MAIL.text.splitlines()


def test_a_subject_cannot_add_headers(tmp_path):
    sneaky = Mail("k", "hoa@example.com", "Đơn\r\nBcc: all@example.com", "x")

    FileMailer(tmp_path, SENDER).send(sneaky)

    message = message_from_bytes((tmp_path / "k.eml").read_bytes(), policy=policy.default)
    assert message["Bcc"] is None


def test_the_settings_choose_the_way(tmp_path):
    assert isinstance(mailer("", tmp_path, SENDER), FileMailer)
    assert isinstance(mailer("smtp://localhost", tmp_path, SENDER), SmtpMailer)
