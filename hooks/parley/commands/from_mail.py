"""`parley from-mail`: mails from people without an account, to files and answers."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from parley.commands.shared.common import BLOCKED, FAILED, POSTS, read_settings
from parley.mailing import signatures
from parley.mailing.desk import Desk
from parley.mailing.imap import open_folder
from parley.mailing.letters import MAX_BYTES
from parley.mailing.rounds import Publisher, run_round
from parley.mailing.senders import FORGE, read_keyring
from parley.mailing.sending import Carrier, Nowhere, Outbox, open_server
from parley.mailing.servers import parse_server
from parley.mailing.stores import Files, Maildir, Store, is_maildir
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

IMAP_PASSWORD, SMTP_PASSWORD = "PARLEY_IMAP_PASSWORD", "PARLEY_SMTP_PASSWORD"


@click.command(name="from-mail")
@click.argument("mails", nargs=-1, type=click.Path(path_type=Path))
@click.option("--imap", metavar="ADDRESS", help="A folder on a server, as imaps://user@mail.example.org/INBOX.")
@click.option("--smtp", metavar="ADDRESS", help="The server for answers, as smtps://user@mail.example.org.")
@click.option("--outbox", type=click.Path(path_type=Path, file_okay=False), help="Folder to write the answers to.")
@click.option("--run", "command", metavar="COMMAND", help="Publishes the files, before anybody is answered.")
@click.option(
    "--step",
    type=click.Choice(["write", "answer"]),
    help="Only write the files, or only answer mails that are files already or become none; without it, both.",
)
@click.option("--number", "sender", metavar="ADDRESS", help="Print the number of a sender for `account`, and end.")
@POSTS
@click.pass_context
def from_mail(
    ctx: click.Context,
    mails: tuple[Path, ...],
    imap: str | None,
    smtp: str | None,
    outbox: Path | None,
    command: str | None,
    step: str | None,
    sender: str | None,
    posts: Path | None,
) -> None:
    """Turn mails into files in the posts folder, and answer them.

    MAILS are files with one mail, mbox files, a Maildir, or - for standard input. The environment holds the secret by
    which senders are known (PARLEY_MAIL_KEY) and passwords (PARLEY_IMAP_PASSWORD, PARLEY_SMTP_PASSWORD). Exit code 0:
    all was handled, 1: a mail has something to fix, 2: the tool itself failed.
    """
    posts = posts or Path("posts")
    keyring = read_keyring(os.environ)
    if sender:
        click.echo(f"{FORGE}:{keyring.number(sender.strip().lower())}")
        return
    settings = read_settings(None, posts)
    if not settings.mail:
        raise ParleyError(_("no address is set; write it into mkdocs.yml: extra.parley.mail: reply@example.org"))
    if bool(imap) == bool(mails):
        raise click.UsageError(_("name files, a Maildir, or a folder on a server with --imap"))
    desk = Desk(
        posts,
        settings,
        keyring,
        datetime.now(UTC).replace(microsecond=0),
        signatures.look_up,
        may_file=step != "answer",
    )
    with ExitStack() as stack:
        store = (
            stack.enter_context(open_folder(parse_server(imap, "imap", IMAP_PASSWORD, os.environ)))
            if imap
            else _find_store(mails)
        )
        post = None if step == "write" else _find_post(stack, store, smtp, outbox)
        handled = run_round(store, desk, _make_publisher(command), post)
    for one in handled:
        click.echo(f"{one.name}: {one.outcome.what}: {one.outcome.why}")
    found = {one.outcome.what for one in handled}
    ctx.exit(FAILED if "failed" in found else BLOCKED if "refused" in found else 0)


def _find_store(mails: tuple[Path, ...]) -> Store:
    if any(map(is_maildir, mails)):
        if len(mails) > 1:
            raise click.UsageError(_("name one Maildir, or files"))
        return Maildir(mails[0])
    given = sys.stdin.buffer.read(MAX_BYTES + 1) if Path("-") in mails else b""
    return Files(mails, given)


def _find_post(stack: ExitStack, store: Store, smtp: str | None, outbox: Path | None) -> Carrier:
    if smtp and outbox:
        raise click.UsageError(_("answers go to a server or into a folder, not both"))
    if smtp and isinstance(store, Files) and store.paths != (Path("-"),):
        raise click.UsageError(_("files don't remember what was answered: use --outbox, a Maildir or --imap"))
    if smtp:
        return stack.enter_context(open_server(parse_server(smtp, "smtp", SMTP_PASSWORD, os.environ)))
    return Outbox(outbox) if outbox else Nowhere()


TAKEN, HELD = "PARLEY_TAKEN", "PARLEY_HELD"
"""What the program that publishes is told: files, one a line, that may go on the site, and others."""


def _make_publisher(command: str | None) -> Publisher:
    def publish(taken: Sequence[str], held: Sequence[str]) -> None:
        if not command:
            return
        known = {**os.environ, TAKEN: "\n".join(taken), HELD: "\n".join(held)}
        try:
            done = subprocess.run(shlex.split(command), env=known, check=False)  # noqa: S603 (whoever runs us has written it)
        except (OSError, ValueError) as error:
            raise ParleyError(
                _(
                    "'{command}' can't be run: {error}",
                    command=command,
                    error=explain(error) if isinstance(error, OSError) else error,
                )
            ) from None
        if done.returncode:
            raise ParleyError(
                _(
                    "'{command}' has failed ({returncode}); nobody was answered, and it's tried again",
                    command=command,
                    returncode=done.returncode,
                )
            )

    return publish
