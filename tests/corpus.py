"""Makes a library of any size, the same for the same numbers: for tests of scale and for measurements.

python tests/corpus.py FOLDER --discussions 1000 --replies 10
"""

import argparse
import random
from datetime import datetime, timedelta
from pathlib import Path

from support import write_tree

WORDS = (
    "ask answer call letter meeting mail follow reply stranger courtesy reason hour offer silence name promise time "
    "door list figure source trade voice thanks doubt proof habit message note page team press fund hire pitch guest"
).split()
TAGS = ("law", "sales", "press", "hiring")
START = datetime(2024, 1, 1)


def write_corpus(posts: Path, discussions: int, replies: int, seed: int = 7) -> Path:
    """Write `discussions` with `replies` each, in threads of mixed shape, by two hundred people."""
    chance = random.Random(seed)
    files: dict[str, str | bytes] = {"tags.yml": "".join(_tag(slug) for slug in TAGS)}
    for number in range(discussions):
        slug = f"discussion-{number:05}"
        opened = START + timedelta(minutes=17 * number)
        files[f"discussions/{slug}/post.md"] = _post(chance, opened)
        ids: list[str] = []
        for position in range(replies):
            date = opened + timedelta(hours=1 + position)
            parent = chance.choice(ids) if ids and chance.random() < 0.7 else ""
            ids.append(f"{date:%Y-%m-%d}-person-{position:04}")
            files[f"discussions/{slug}/replies/{ids[-1]}.md"] = _reply(chance, date, parent)
    return write_tree(posts, files)


def write_chain(posts: Path, length: int) -> Path:
    """Write one discussion in which each reply answers the one before."""
    files: dict[str, str | bytes] = {"tags.yml": _tag("law")}
    files["discussions/chain/post.md"] = (
        f"---\ntitle: A chain\nauthor: ana\ndate: {START.date()}\ntags: [law]\n---\n\nGo.\n"
    )
    for number in range(length):
        date = START + timedelta(minutes=number)
        answered = f"reply_to: link-{number - 1:05}\n" if number else ""
        files[f"discussions/chain/replies/link-{number:05}.md"] = (
            f"---\nauthor: p{number % 7}\ndate: {date:%Y-%m-%dT%H:%M:%SZ}\n{answered}---\n\nLink {number}.\n"
        )
    return write_tree(posts, files)


def _tag(slug: str) -> str:
    return f"- {{slug: {slug}, title: {slug.title()}, summary: About {slug}.}}\n"


def _post(chance: random.Random, date: datetime) -> str:
    tags = ", ".join(sorted(chance.sample(TAGS, 2)))
    return (
        f"---\ntitle: {_sentence(chance, 6)}\nauthor: person-{chance.randrange(200)}\ndate: {date:%Y-%m-%dT%H:%M:%SZ}\n"
        f"tags: [{tags}]\nquestions: ['{_sentence(chance, 8)}?']\n---\n\n{_text(chance, 4)}"
    )


def _reply(chance: random.Random, date: datetime, parent: str) -> str:
    answered = f"reply_to: {parent}\n" if parent else ""
    school = chance.choice(("school: old\n", "school: new\n", "school: both\n", "", "", ""))
    author = f"person-{chance.randrange(200)}"
    return f"---\nauthor: {author}\ndate: {date:%Y-%m-%dT%H:%M:%SZ}\n{answered}{school}---\n\n{_text(chance, 2)}"


def _text(chance: random.Random, paragraphs: int) -> str:
    return "\n".join(
        f"{_sentence(chance, 40)}. *{_sentence(chance, 3)}*, see [{_sentence(chance, 2)}](https://example.org/{n}).\n"
        for n in range(paragraphs)
    )


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--discussions", type=int, default=1000)
    parser.add_argument("--replies", type=int, default=10)
    options = parser.parse_args()
    write_corpus(options.folder, options.discussions, options.replies)
