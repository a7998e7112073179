"""Real mail servers for the tests: Exim takes mails and delivers them, Dovecot shows them. `--install` fetches both.

They run as a user who may do nothing, from a folder of their own, and end with the test that has begun them.
"""

import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("dovecot-imapd", "exim4-daemon-light")
SERVICES = ("dovecot.socket", "dovecot.service", "exim4.service")
PASSWORD = "s3cret"
USERS = ("reply", "eve", "ana", "mallory")
REFUSED = "gone"
"""A user whom the server does not know."""

PATIENCE = 60
"""Seconds that a server may take to begin."""

EXIM = """\
exim_user = {uid}
exim_group = {gid}
admin_groups = {gid}
trusted_groups = {gid}
never_users =
deliver_drop_privilege = true
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
primary_hostname = mail.example.net
local_interfaces = 127.0.0.1
daemon_smtp_ports = {smtp} : {smtps}
tls_on_connect_ports = {smtps}
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
domainlist local_domains = *
acl_smtp_rcpt = known
acl_smtp_data = any
begin acl
known:
  deny local_parts = {refused}
  accept
any:
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = {folder}/mail/${{lookup{{$local_part}}lsearch{{{folder}/users}}}}
  create_directory
  user = {uid}
  group = {gid}
  return_path_add
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${{if eq{{$auth3}}{{{password}}}}}
  server_advertise_condition = true
"""

DOVECOT = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%n
}}
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
"""


@dataclass(frozen=True)
class Servers:
    """The ports of the servers, and what trusts their certificate."""

    smtp: int
    smtps: int
    imap: int
    imaps: int
    context: ssl.SSLContext


@contextmanager
def run_servers() -> Iterator[Servers]:
    """Both servers, each on ports that were free; they are there once this begins and gone when it ends."""
    exim, dovecot = find_servers()
    folder = Path(tempfile.mkdtemp(prefix="parley-mail-"))
    uid, gid = (65534, 65534) if os.geteuid() == 0 else (os.getuid(), os.getgid())
    running: list[subprocess.Popen[bytes]] = []
    try:
        ports = dict(zip(("smtp", "smtps", "imap", "imaps"), _find_ports(4), strict=True))
        _fill(folder, uid, gid, exim, ports)
        for command in (
            [str(folder / "exim"), "-C", str(folder / "exim.conf"), "-bdf", "-odi"],
            [dovecot, "-F", "-c", str(folder / "dovecot.conf")],
        ):
            running += [_start(command, uid, gid)]
        for port in ports.values():
            _wait(port, running)
        yield Servers(**ports, context=ssl.create_default_context(cafile=folder / "cert.pem"))
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _start(command: list[str], uid: int, gid: int) -> subprocess.Popen[bytes]:
    silent = subprocess.DEVNULL
    if os.geteuid() == 0:
        return subprocess.Popen(command, user=uid, group=gid, extra_groups=[], stdout=silent, stderr=silent)
    return subprocess.Popen(command, stdout=silent, stderr=silent)


def _fill(folder: Path, uid: int, gid: int, exim: str, ports: dict[str, int]) -> None:
    names = {"user": pwd.getpwuid(uid).pw_name, "group": gid, "uid": uid, "gid": gid}
    values = {**names, **ports, "folder": folder, "password": PASSWORD, "refused": REFUSED}
    (folder / "exim.conf").write_text(EXIM.format(**values))
    (folder / "dovecot.conf").write_text(DOVECOT.format(**{**values, "group": grp.getgrgid(gid).gr_name}))
    (folder / "users").write_text("".join(f"{name}: {name}\n" for name in USERS))
    for name in ("spool", "run", "mail"):
        (folder / name).mkdir()
    shutil.copyfile(exim, folder / "exim")  # the system's own has rights that are not wanted here
    (folder / "exim").chmod(0o755)
    make = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", *make.split(), *files], check=True, capture_output=True)
    (folder / "exim.conf").chmod(0o644)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, gid)


def _find_ports(number: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _wait(port: int, running: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and all(one.poll() is None for one in running):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"no mail server has begun on port {port}")


def find_servers() -> tuple[str, str]:
    """The programs, wherever the system keeps those that people do not start themselves."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    exim = shutil.which("exim4", path=path) or shutil.which("exim", path=path)
    dovecot = shutil.which("dovecot", path=path)
    assert exim, "Exim is missing: make test-slow installs it"
    assert dovecot, "Dovecot is missing: make test-slow installs it"
    return exim, dovecot


def install() -> None:
    """Install both where they are missing, and let none of them run for the system."""
    with suppress(AssertionError):
        find_servers()
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    step = [*quiet, "apt-get", "-qq", "install", "--yes", "--no-install-recommends"]
    print(f"Installing {' and '.join(PACKAGES)} for the tests", flush=True)
    for update in (False, True):
        if update:
            subprocess.run([*root, "apt-get", "-qq", "update"], stdout=subprocess.DEVNULL, check=False)
        if subprocess.run([*step, *PACKAGES], stdout=subprocess.DEVNULL, check=False).returncode == 0:
            break
    if shutil.which("systemctl"):
        subprocess.run([*root, "systemctl", "disable", "--now", *SERVICES], capture_output=True, check=False)


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    try:
        print(f"Mail servers for the tests: {' '.join(find_servers())}")
    except AssertionError as error:
        sys.exit(str(error))
