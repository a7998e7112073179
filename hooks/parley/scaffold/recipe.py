"""What a site is made from: the answers to the questions of `parley init`."""

from dataclasses import dataclass

GIT_HOSTS = ("github", "gitlab", "forgejo")
"""Git hosts that have files of their own."""

WEB_HOSTS = ("netlify", "cloudflare", "readthedocs")
"""Web hosts that have files of their own; the Git hosts publish by theirs."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`sets` are the folders of files that a site gets, and `version` that of the program which it installs.

    A site that `is_source` has the program in its own repository, and installs it from there.
    """

    sets: tuple[str, ...]
    version: str
    branch: str = "main"
    is_source: bool = False

    @property
    def install(self) -> str:
        if self.is_source:
            return "make program"
        return f"pip install --disable-pip-version-check --requirement {self.requirements}"

    @property
    def requirements(self) -> str:
        """The file that pins what is installed."""
        return "requirements-site.txt" if self.is_source else "requirements.txt"

    @property
    def parley(self) -> str:
        """The command, in a folder where it has been installed."""
        return ".venv/bin/parley" if self.is_source else "parley"

    def parley_of(self, folder: str) -> str:
        """The command that has been installed in a folder below this one."""
        return f"{folder}/{self.parley}" if self.is_source else self.parley
