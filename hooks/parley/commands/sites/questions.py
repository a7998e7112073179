"""What `parley init` has to know: from options, from the answers of a person, or as it is anyway."""

import importlib.util
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from parley import __version__
from parley.commands.shared.author import read_handle
from parley.commands.shared.common import is_watched
from parley.model.characters import visible
from parley.model.findings import shorten
from parley.model.forges import GITEA, find_forge
from parley.model.languages.catalogues import speak
from parley.model.languages.speaking import SOURCE, _
from parley.model.problems import ParleyError
from parley.model.settings import Settings
from parley.reading.checkouts import ask_git
from parley.reading.mending.values import SEPARATOR
from parley.reading.readers import did_you_mean
from parley.scaffold.origin import find_origin
from parley.scaffold.recipe import GIT_HOSTS, WEB_HOSTS, Recipe

NONE = "none"
LONGEST = 120
"""Characters of a line: that of a title."""


@dataclass(frozen=True, slots=True)
class Asker:
    """`given` are the options of the command by name; `quiet` asks nothing and takes what is so anyway."""

    given: Mapping[str, Any]
    quiet: bool

    def line(self, name: str, question: str, default: str = "", read: Callable[[str], str] = str) -> str:
        """A line of text, as `read` takes it; a person whose answer is none is asked again.

        Raises:
            ParleyError: nobody is there to answer, or an option is none.
        """

        def check(text: str) -> str:
            text = " ".join(text.split())
            if len(text) > LONGEST or visible(text) != text:
                raise ParleyError(
                    _(
                        "--{name} '{text}' must be one line of at most {longest} characters",
                        name=name,
                        text=shorten(text),
                        longest=LONGEST,
                    )
                )
            return read(text)

        if self.given[name] is None and not self.quiet:
            return self._ask(name, question, default, check)
        return check(default if self.given[name] is None else str(self.given[name]))

    def list(self, name: str, question: str, read: Callable[[Sequence[str]], tuple[str, ...]]) -> tuple[str, ...]:
        """Several short texts; a person separates them by commas."""
        if self.given[name] or self.quiet:
            return read([" ".join(one.split()) for one in self.given[name]])
        found: list[tuple[str, ...]] = []

        def check(text: str) -> str:
            found.append(read(list(filter(None, (" ".join(one.split()) for one in SEPARATOR.split(text))))))
            return text

        self._ask(name.removesuffix("s"), question, "", check)
        return found[-1]

    def _ask(self, name: str, question: str, default: str, read: Callable[[str], str]) -> str:
        if not is_watched():
            raise ParleyError(
                _(
                    "nobody is there to answer '{question}': pass --{name}, or --yes for what is usual",
                    question=question,
                    name=name,
                )
            )

        def check(text: str) -> str:
            try:
                return read(text)
            except ParleyError as error:
                raise click.UsageError(str(error)) from None

        shown = bool(default)
        return str(click.prompt(question, default=default, show_default=shown, err=True, value_proc=check))


def ask_for_site(folder: Path, asker: Asker) -> Recipe:
    """Everything about a new site, asked in its language once that is known.

    Raises:
        ParleyError: an answer is none.
    """
    language = asker.line("language", _("Language of the site, such as en, de or fr"), SOURCE, _read_language)
    speak(language)
    usual = _("Our discussions")
    subject = asker.line("subject", _("What is the site about?"), usual) or usual
    name = asker.line("name", _("What is it called?"), subject)
    remote = find_remote(folder)
    host = _ask_for_host(asker, remote)
    repository = "" if host == NONE else _ask_for_repository(asker, host, remote)
    return _ask_more(asker, Recipe(__version__, host, (), name, subject, language, repository))


def ask_for_more(folder: Path, asker: Asker, settings: Settings, docs: str, attributes: bool) -> Recipe:
    """What a site that is there already doesn't say."""
    remote = settings.repository or find_remote(folder)
    host = _ask_for_host(asker, remote)
    given = settings.repository or asker.given["repository"] is None
    repository = "" if host == NONE else remote if given else _ask_for_repository(asker, host, remote)
    name, subject = settings.site_name, settings.description or settings.site_name
    found = Recipe(
        __version__, host, (), name, subject, settings.language, repository, docs=docs, attributes=attributes
    )
    return _ask_more(asker, found)


def _ask_for_host(asker: Asker, remote: str) -> str:
    question = _("Git host ({hosts}; Codeberg is forgejo)", hosts=", ".join((*GIT_HOSTS, NONE)))
    known = str(asker.given["repository"] or remote)
    return asker.line("forge", question, _guess_host(known), _read_git_host)


_LIKE = {"codeberg": "forgejo", "gitea": "forgejo"}
"""Git hosts for which the files of another fit."""


def _read_git_host(text: str) -> str:
    name = (urlsplit(text).hostname or text).lower().removesuffix(".com").removesuffix(".org")
    return _pick(_LIKE.get(name, name), (*GIT_HOSTS, NONE))


def _ask_more(asker: Asker, found: Recipe) -> Recipe:
    question = _("Your login there (empty: name a maintainer later)")
    login = "" if found.git_host == NONE else asker.line("login", question, read=_read_login)
    sides = asker.list("sides", _("Sides that a reply can take, with commas between them (empty: none)"), _read_sides)
    mail = asker.line("mail", _("Address for mails from people without an account (empty: none)"))
    names = ", ".join(WEB_HOSTS)
    question = _("Web hosts to write a file for ({names}), with commas between them (empty: none)", names=names)
    hosts = asker.list("hosts", question, lambda words: tuple(_pick(word, WEB_HOSTS) for word in words))
    return replace(
        found,
        git_host="" if found.git_host == NONE else found.git_host,
        web_hosts=hosts,
        login=login,
        sides=sides,
        mail=mail,
        moment=datetime.now(UTC),
        origin=find_origin(),
    )


def _read_language(code: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", code) or code not in (_list_languages() or [code]):
        raise ParleyError(
            _("the theme has no language '{code}'; write a code such as en, de or pt-BR", code=shorten(code))
        )
    return code


def _read_login(text: str) -> str:
    return read_handle(text) if text else ""


def _read_sides(names: Sequence[str]) -> tuple[str, ...]:
    if len(names) == 1 or len(names) > 6 or len({name.casefold() for name in names}) < len(names):
        raise ParleyError(
            _("{names} sides: there can be none, or two to six with names of their own", names=len(names))
        )
    return tuple(names)


def _pick(word: str, options: tuple[str, ...]) -> str:
    word = word.strip().lower()
    if word not in options:
        said = _("'{word}' is none of {options}.", word=shorten(word), options=", ".join(options))
        raise ParleyError(f"{said} {did_you_mean(word, options)}".rstrip())
    return word


def find_remote(folder: Path) -> str:
    """The page of the repository that git's remote `origin` leads to, or nothing."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.is_dir())
    return _find_page(ask_git(there, "remote", "get-url", "origin").decode("utf-8", "replace"))


def _find_page(address: str) -> str:
    """The page of a repository by the address with which it is cloned, or by its own; nothing where it is none."""
    address = address.strip().removesuffix("/").removesuffix(".git")
    if "://" in address:
        parts = urlsplit(address)
        host, path = parts.hostname or "", parts.path.strip("/")
    else:
        found = re.fullmatch(r"(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):([\w./~-]+)", address)
        host, path = found.groups() if found else ("", "")
    return f"https://{host}/{path}" if host and path else ""


_WEB = re.compile(r"https?://[^\s/]+/", re.IGNORECASE)
_HOMES = {"github": "https://github.com/", "gitlab": "https://gitlab.com/", "forgejo": "https://codeberg.org/"}


def _ask_for_repository(asker: Asker, host: str, remote: str) -> str:
    home = _HOMES[host]

    def read(text: str) -> str:
        """The page of a repository; `name/project` is one at the host that most people mean."""
        whole = text.rstrip("/").removesuffix(".git") if _WEB.match(text) else _find_page(text)
        if re.fullmatch(r"[\w-]+/[\w.-]+", text):
            whole = f"{home}{text}"
        elif re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[\w.-]+){2,}", text):
            whole = f"https://{text}"
        parts = urlsplit(whole).path.strip("/").split("/")
        if text and (not parts[0] or (len(parts) == 1 and whole.startswith(tuple(_HOMES.values())))):
            raise ParleyError(
                _(
                    "'{text}' isn't the address of a repository; write it as {example}",
                    text=shorten(text),
                    example=f"{home}name/project",
                )
            )
        return whole

    return asker.line("repository", _("Address of the repository there"), remote, read)


def _guess_host(address: str) -> str:
    forge = find_forge(address)
    return "forgejo" if forge == GITEA.name else forge


def _list_languages() -> list[str]:
    """The languages that the theme speaks, where it is installed."""
    spec = importlib.util.find_spec("material")
    folders = spec.submodule_search_locations if spec else None
    folder = Path(folders[0], "templates", "partials", "languages") if folders else Path()
    return [file.stem for file in folder.glob("*.html")] if folders else []
