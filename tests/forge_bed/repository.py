"""The repository that a forge holds: commits, branches and merges, as git makes them, without a work tree."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

WHO = {f"GIT_{one}_{what}": "forge@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


class Bare:
    """A bare repository; what fails in git is a `CalledProcessError`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.exists():
            self.git("init", "--quiet", "--bare", "--initial-branch=main", str(folder), at=".")

    def git(
        self, *arguments: str, data: bytes | None = None, at: str = "", environment: Mapping[str, str] | None = None
    ) -> str:
        """Run git, and give what it prints without the last line break."""
        where = () if at else ("--git-dir", str(self.folder))
        done = subprocess.run(
            ["git", *where, *arguments],
            input=data,
            env={**os.environ, **WHO, **SETTINGS, **(environment or {})},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "replace").removesuffix("\n")

    def find(self, name: str, kind: str = "commit") -> str:
        """The object of a name, or nothing."""
        wanted = name if ":" in name else f"{name}^{{{kind}}}"  # all behind a colon is a path
        try:
            return self.git("rev-parse", "--quiet", "--verify", "--end-of-options", wanted)
        except subprocess.CalledProcessError:
            return ""

    def read(self, revision: str, path: str) -> str:
        """The text of a file; an empty one where there is none."""
        try:
            return self.git("cat-file", "blob", f"{revision}:{path}")
        except subprocess.CalledProcessError:
            return ""

    def list_changes(self, *revisions: str) -> list[str]:
        """The paths in which two commits differ."""
        return self.git("diff", "--name-only", "-z", *revisions).split("\0")[:-1]

    def make_tree(self, base: str, files: Mapping[str, str | None]) -> str:
        """A tree as another, but for some files; None takes one away."""
        index = {"GIT_INDEX_FILE": str(self.folder / "index")}
        (self.folder / "index").unlink(missing_ok=True)
        if base:
            self.git("read-tree", base, environment=index)
        lines = []
        for path, text in files.items():
            if text is None:
                lines.append(f"0 {'0' * 40}\t{path}\0")
            else:
                blob = self.git("hash-object", "-w", "--stdin", data=text.encode())
                lines.append(f"100644 {blob}\t{path}\0")
        self.git("update-index", "-z", "--index-info", data="".join(lines).encode(), environment=index)
        return self.git("write-tree", environment=index)

    def make_commit(self, tree: str, parents: tuple[str, ...], message: str, **environment: str) -> str:
        """A commit that no branch holds yet."""
        ups = (word for parent in parents for word in ("-p", parent))
        return self.git("commit-tree", tree, *ups, data=message.encode(), environment=environment)

    def commit(self, branch: str, files: Mapping[str, str | None], base: str = "main") -> str:
        """Put a commit on a branch, which is made where it isn't there yet."""
        parent = self.find(f"refs/heads/{branch}") or self.find(f"refs/heads/{base}")
        commit = self.make_commit(self.make_tree(parent, files), (parent,) if parent else (), "A change")
        self.move(f"refs/heads/{branch}", commit)
        return commit

    def move(self, ref: str, commit: str) -> None:
        self.git("update-ref", ref, commit)

    def merge(self, base: str, head: str, message: str) -> str:
        """The commit that merges two, or nothing where they conflict."""
        try:
            tree = self.git("merge-tree", "--write-tree", base, head).split("\n")[0]
        except subprocess.CalledProcessError:
            return ""
        return self.make_commit(tree, (self.find(base), self.find(head)), message)
