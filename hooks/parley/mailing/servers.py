"""Addresses of mail servers, and who may be spoken to without a cipher: this machine alone."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

TIMEOUT = 60
"""Seconds that a server may take for each answer."""

_PORTS = {"imap": 143, "imaps": 993, "smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Server:
    """`imaps://user@mail.example.org/INBOX`, in its parts; `password` comes from the environment, never from here."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    path: str

    @property
    def is_sealed(self) -> bool:
        """Tell whether all that is said there is under a cipher from the first word on."""
        return self.scheme.endswith("s")

    @property
    def is_here(self) -> bool:
        return self.host in ("localhost", "127.0.0.1", "::1")


def parse_server(text: str, protocol: str, secret: str, environment: Mapping[str, str]) -> Server:
    """The server at an address; its password is what the environment has by the name `secret`.

    Raises:
        ParleyError: it is no such address, has a password in it, or there is a user and no password.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ParleyError(_("'{text}' isn't the address of a server", text=text)) from None
    if parts.scheme not in (protocol, f"{protocol}s") or not parts.hostname:
        raise ParleyError(_("a server is written as {protocol}s://user@mail.example.org", protocol=protocol))
    if parts.password is not None:
        raise ParleyError(
            _("leave the password out of the address, and put it into the environment as {secret}", secret=secret)
        )
    user, password = unquote(parts.username or ""), environment.get(secret, "")
    if user and not password:
        raise ParleyError(_("{secret} in the environment must hold the password of '{user}'", secret=secret, user=user))
    path = unquote(parts.path.lstrip("/"))
    return Server(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, password, path)


def make_context() -> ssl.SSLContext:
    """What a server has to show; a test puts its own certificate here."""
    return ssl.create_default_context()
