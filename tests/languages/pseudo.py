"""A language that nobody speaks: the words of the catalogue in letters as wide as those of Chinese.

Whatever a page still has in Latin letters wasn't said by the catalogue. All that isn't ours, such as what people wrote,
is in other scripts in the site that tests look at.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog

from extract_words import collect, render
from parley.model.languages import catalogues
from parley.model.languages.speaking import list_forms
from support import ROOT

LANGUAGE = "ru"
"""The theme's own words are in this one, and so are dates."""

_KEPT = re.compile(r"\{[\w!]*\}|`[^`]*`|https?://\S+")
_WIDE = {ord("A") + at: 0xFF21 + at for at in range(26)} | {ord("a") + at: 0xFF41 + at for at in range(26)}


def widen(words: str) -> str:
    """Words in wide letters, but for the names of values, code and addresses."""
    parts = _KEPT.split(words)
    kept = [*_KEPT.findall(words), ""]
    return "".join(part.translate(_WIDE) + whole for part, whole in zip(parts, kept, strict=True))


def write_catalogue(folder: Path) -> None:
    """Write the catalogue into a folder."""
    locale = catalogues.find_locale(LANGUAGE)
    assert locale
    made = Catalog(locale=LANGUAGE, charset="utf-8")
    for message in collect():
        if message.id:
            many = None if isinstance(message.id, str) else message.id
            string = tuple(widen(many[-1]) for _ in list_forms(locale)) if many else widen(str(message.id))
            made.add(message.id, string, context=message.context, auto_comments=message.auto_comments)
    vars(made).update(_num_plurals=len(list_forms(locale)), _plural_expr="0")
    (folder / f"{LANGUAGE}.po").write_text(render(made), encoding="utf-8")


POST = """\
---
title: Пост {number}
author: a{number}
date: 2026-01-{day:02}
{more}---

Текст {number}.
"""


def write_post(number: int, more: str = "") -> str:
    return POST.format(number=number, day=number % 28 + 1, more=more)


def write_reply(author: str, day: int, more: str = "", text: str = "Да.") -> str:
    return f"---\nauthor: {author}\ndate: 2026-02-{day:02}\n{more}---\n\n{text}\n"


SETTINGS = f"""\
site_name: Улей
site_description: О пчёлах.
site_url: https://x1.y2/
repo_url: https://github.com/x1/y2
hooks: [{ROOT}/hooks/mkdocs_hook.py]
theme:
  name: material
  language: {LANGUAGE}
  font: false
  palette:
    - {{scheme: default, primary: custom, toggle: {{icon: material/weather-night, name: Ночь}}}}
    - {{scheme: slate, primary: custom, toggle: {{icon: material/weather-sunny, name: День}}}}
plugins: []
nav: [Дом: index.md, Обо: discussions/index.md]
extra:
  generator: false
  parley:
    look: editorial
    page_size: 5
    mail: a1@b2.c3
    stances: {{options: {{q1: {{name: Первые}}, q2: {{name: Вторые}}, q3: {{name: Третьи}}}}}}
    comparisons:
      name: k9
      label: {{de: Vergleich, ru: Пара}}
      title: {{ru-RU: Пары}}
      sides: {{q1: {{}}, q2: {{}}}}
      rule: {{}}
      caution: {{}}
    fields:
      k1: {{type: choice, on: [discussion], label: Рамка, options: {{d1: Большая, d2: Малая}}, filtered: true}}
      k2: {{type: number, on: [discussion, reply], label: Семьи, least: 1, most: 99, sorted: true, shown: glance}}
      k3: {{type: flag, on: [reply], label: Зимой, shown: byline}}
      k4: {{type: link, on: [reply], label: Ссылка}}
"""
