"""The words of the product in other languages."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jinja2
import pytest

from parley.model.languages import catalogues
from parley.model.languages.catalogues import (
    find_file,
    find_locale,
    find_speech,
    list_progress,
    load_catalogue,
    load_missing,
    speaking,
)
from parley.model.languages.speaking import (
    Catalogue,
    Speech,
    _,
    list_forms,
    ngettext,
    pgettext,
    show_day,
    show_list,
    show_month,
    show_number,
    use,
)
from parley.rendering.saying import list_script_words, teach

GERMAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Reply"
msgstr "Antworten"

msgctxt "of a list"
msgid "Reply"
msgstr "Antwort"

msgid "Page {number}"
msgstr "Seite {numero}"

#. In a script.
msgid "{n} reply"
msgid_plural "{n} replies"
msgstr[0] "{n} Antwort"
msgstr[1] "{n} Antworten"

#, fuzzy
msgid "Rules"
msgstr "Lineale"

msgid "Home"
msgstr ""
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    (tmp_path / "de.po").write_text(GERMAN, encoding="utf-8")
    yield tmp_path
    load_catalogue.cache_clear()


def test_words_are_said_in_the_language_that_is_spoken_and_in_english_where_it_has_none(folder: Path) -> None:
    with speaking("de-AT"):
        assert (_("Reply"), pgettext("of a list", "Reply"), ngettext("{n} reply", "{n} replies", 1234)) == (
            "Antworten",
            "Antwort",
            "1.234 Antworten",
        )
        assert [_("Rules"), _("Home"), _("Never seen")] == ["Rules", "Home", "Never seen"]
        assert _("Page {number}", number=3) == "Page 3", "a translation that asks for another value can't be shown"
    assert (_("Reply"), ngettext("{n} reply", "{n} replies", 1234)) == ("Reply", "1,234 replies")


def test_what_a_catalogue_lacks_is_counted_and_named(folder: Path) -> None:
    (folder / "words.pot").write_text(re.sub(r'msgstr(\[\d\])? ".*"', r'msgstr\1 ""', GERMAN.replace("#, fuzzy", "")))
    assert [(one.language, one.translated, one.missing) for one in list_progress()] == [("en", 6, 0), ("de", 4, 2)]
    assert load_missing("de-CH") == ["Home", "Rules"]


def test_a_language_without_a_catalogue_is_spoken_in_english_with_its_own_dates(folder: Path) -> None:
    with speaking("nl"):
        assert (_("Reply"), show_day(date(2026, 5, 1)), show_number(12345.5)) == ("Reply", "1 mei 2026", "12.345,5")
    with speaking("xx-unknown"):
        assert (show_day(date(2026, 5, 1)), show_month(11)) == ("1 May 2026", "November")
    assert find_file("da") is None
    assert find_locale("xx-unknown") is None


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("one", "other")),
        ("fr", ("one", "other")),
        ("ja", ("other",)),
        ("pl", ("one", "few", "many", "other")),
        ("ar", ("zero", "one", "two", "few", "many", "other")),
    ],
)
def test_forms_are_those_of_cldr_but_for_what_only_millions_have(language: str, forms: tuple[str, ...]) -> None:
    locale = find_locale(language)
    assert locale
    assert list_forms(locale) == forms
    words = tuple(f"{form} {{n}}" for form in forms)
    use(Speech(language, Catalogue(forms={"{n} thing": words}), locale))
    assert ngettext("{n} thing", "{n} things", 1_000_000).partition(" ")[0] == "other" or language == "pl"
    assert ngettext("{n} thing", "{n} things", 1).partition(" ")[0] == ("one" if "one" in forms else "other")


def test_in_a_template_words_are_html_and_values_are_not(folder: Path) -> None:
    drawer = jinja2.Environment(autoescape=True)
    teach(drawer)
    template = (
        """{{ _('<b>"Don\\'t" & {what}', what='<i>') }} {{ _('Read [the `first` page]') | coded | linked('a"b') }}"""
    )
    assert drawer.from_string(template).render() == (
        '&lt;b&gt;&quot;Don\'t&quot; &amp; &lt;i&gt; Read <a href="a&#34;b">the <code>first</code> page</a>'
    )
    with speaking("de"):
        assert drawer.from_string("{{ ngettext('{n} reply', '{n} replies', 2) }}").render() == "2 Antworten"
        assert list_script_words() == {"{n} reply": {"one": "{n} Antwort", "other": "{n} Antworten"}}
        json.dumps(list_script_words())
    assert list_script_words() == {}
    assert find_speech("de").translate("Reply") == "Antworten"


@pytest.mark.parametrize(
    ("language", "both", "side_by_side"),
    [
        ("en", "a, b and c", "a, b, c"),
        ("de", "a, b und c", "a, b, c"),
        ("es", "a, b y c", "a, b, c"),
        ("ja", "a、b、c", "a、b、c"),
        ("ar", "a وb وc", "a وb وc"),
        ("th", "a b และc", "a b c"),
    ],
)
def test_a_list_has_the_signs_of_its_language(language: str, both: str, side_by_side: str) -> None:
    with speaking(language):
        assert show_list(["a", "b", "c"]) == both
        assert show_list(["a", "b", "c"], "unit") == side_by_side
        assert (show_list(["a"], "unit"), show_list([], "unit")) == ("a", "")
