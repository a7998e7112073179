"""Answers on their way: to a server (SMTP), or into a folder where somebody else takes them."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from parley.mailing import servers
from parley.mailing.servers import Server
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


class Carrier(Protocol):
    """`send` tells whether the mail has gone out; False means that nobody is there."""

    def send(self, mail: EmailMessage) -> bool: ...


@dataclass(frozen=True, slots=True)
class Outbox:
    """A folder with a file for each answer; the same answer is the same file."""

    folder: Path

    def send(self, mail: EmailMessage) -> bool:
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0].removeprefix("parley.")
        file = self.folder / f"{name}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError), file.open("xb") as stream:
                stream.write(mail.as_bytes())
        except OSError as error:
            raise ParleyError(_("an answer can't be written: {error}", error=explain(error, file))) from None
        return True


class Nowhere:
    """Answers nobody asked for."""

    def send(self, mail: EmailMessage) -> bool:  # noqa: ARG002
        return True


class Smtp:
    """A server that takes mails.

    Nobody is told where an answer of a program could not be delivered, or two programs would tell each other
    (RFC 3834, 3.3); a server that wants a sender gets the site's address.
    """

    def __init__(self, client: smtplib.SMTP) -> None:
        self.client = client

    def send(self, mail: EmailMessage) -> bool:
        to = mail["To"].addresses[0].addr_spec
        for sender in ("", mail["From"].addresses[0].addr_spec):
            try:
                self.client.send_message(mail, from_addr=sender, to_addrs=[to])
            except smtplib.SMTPSenderRefused:
                continue
            except smtplib.SMTPRecipientsRefused as error:
                code = next(iter(error.recipients.values()))[0]
                if code >= 500:  # for good; what is below may be right tomorrow
                    return False
                raise ParleyError(_("the mail server takes no mail now; what is left is answered next time")) from None
            except (OSError, smtplib.SMTPException) as error:
                raise ParleyError(_("an answer can't be sent: {error}", error=_tell(error))) from None
            return True
        raise ParleyError(_("the mail server takes no mail from the site's address"))


@contextmanager
def open_server(server: Server) -> Iterator[Smtp]:
    """Log in at a server.

    Raises:
        ParleyError: it can't be reached, or refuses.
    """
    try:
        client = _connect(server)
    except (OSError, smtplib.SMTPException) as error:
        raise ParleyError(f"{server.host}: {_tell(error)}") from None
    try:
        yield Smtp(client)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()


def _connect(server: Server) -> smtplib.SMTP:
    if server.is_sealed:
        context = servers.make_context()
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=servers.TIMEOUT, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=servers.TIMEOUT)
        if not server.is_here:
            client.starttls(context=servers.make_context())  # or the password would go there for all to read
    if server.user:
        client.login(server.user, server.password)
    return client


def _tell(error: Exception) -> str:
    """What a server said, without the address that it may repeat: a log is public."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _("the mail server answers {smtp_code}", smtp_code=error.smtp_code)
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else type(error).__name__
