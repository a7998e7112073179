"""A base from which the posts are missing."""

import shutil
from pathlib import Path


def make(posts: Path) -> None:
    shutil.rmtree(posts.parent.parent / "base" / "posts")
