"""An address leads where it seems to lead, or it is refused; ordinary ones pass."""

import pytest

from checking.test_text import entry_of
from parley.checking.rules.text import check_conflicts
from parley.model.findings import Findings
from parley.model.markup.addresses import find_deceit, find_deceit_of_words
from parley.model.markup.markdown import find_flaws, render

ARCHIVES = (
    "archive.org web.archive.org archive.today archive.ph archive.is archive.li archive.md archive.vn archive.fo "
    "wayback.archive-it.org ghostarchive.org arquivo.pt www.webcitation.org www.webarchive.org.uk "
    "webarchive.nationalarchives.gov.uk webarchive.nla.gov.au webarchive.loc.gov webcache.googleusercontent.com"
).split()
NO_ARCHIVES = (
    "myarchive.org archive.com archive.ph.evil.example archiveXorg.example webarchive.example arquivo.pt.example "
    "webarchive.nla.gov.example ghostarchive.example webcitation.example webcache.example googleusercontent.com"
).split()


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com@evil.example/",
        "https://github.com:443@evil.example/",
        "https://@evil.example/",
        "https://a%40b@evil.example/",
        "HTTPS://github.com@evil.example?x",
        "https://github.com\\@evil.example/",
        "https://g\u0456thub.com/",
        "https://%D0%B0%D1%80%D1%80%D3%8F%D0%B5.com/",
        "https://xn--80ak6aa92e.com/",
        "https://github.com\u2044login.evil.example/",
        "https://github\u3002com.evil.example/",
        "https://example.org/\u200b",
        "https://exam\u00adple.org/",
        "https://example.org/" + "\U000e0100" * 2000,
    ],
)
def test_an_address_that_leads_elsewhere_is_found(address: str) -> None:
    assert find_deceit(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/@name",
        "https://example.org?to=a@b.example",
        "https://example.org#a@b",
        "https://example.org:8080/",
        "http://192.0.2.1/",
        "https://[2001:db8::1]/",
        "https://münchen.example/",
        "https://xn--mnchen-3ya.example/",
        "https://пример.рф/",
        "https://москва.example/",
        "https://例え.jp/",
        "https://日本語カナ.jp/",
        "https://παράδειγμα.example/",
        "https://my_host.example/",
        "https://xn--.example/",
        "mailto:a@b.example",
        "https://example.org/~a/(b)",
    ],
)
def test_an_ordinary_address_passes(address: str) -> None:
    assert find_deceit(address) == ""


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://example.org", "https://evil.example/"),
        (" www.example.org/login ", "https://evil.example/"),
        ("paypal.com", "https://evil.example/"),
        ("https://example.org is where to log in", "https://evil.example/"),
        ("https://a@example.org", "https://evil.example/"),
        ("https://example.org", "https://example.org.evil.example.com:80/"),
        ("https://example.org", "https://evil.example/example.org"),
        ("https://example.org", "https://evil.example/?https://example.org/"),
        ("https://example.org", "https://evil.example/#example.org"),
        ("https://example.org/x", "https://web.archive.org.evil.example/web/2019/https://example.org/x"),
        ("https://example.org/x", "https://notarchive.org/web/2019/https://example.org/x"),
        ("https://example.org", "https://web.archive.org/web/2019/https://evil.example/"),
        *(("https://example.org", f"https://{host}/https://example.org/") for host in NO_ARCHIVES),
        ("https://example.org...", "https://example.org.evil.example/"),
        ("example\u2024org", "https://evil.example/"),
        ("a@example.org", "mailto:b@evil.example"),
        ("", "https://example.org"),
        ("\u2800 ", "https://example.org"),
    ],
)
def test_words_that_name_another_place_are_found(words: str, address: str) -> None:
    assert find_deceit_of_words(words, address)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://example.org/", "https://example.org/"),
        ("example.org", "https://www.example.org/a"),
        ("www.example.org", "http://example.org"),
        ("docs.example.org", "https://example.org/docs"),
        ("https://example.org/a...", "https://example.org/another"),
        ("http://blogs.law.example.e...", "http://blogs.law.example.edu/x"),
        ("http://www.example...", "http://www.example.com/x"),
        ("http://pad.example…", "http://pad.example.com/x"),
        ("http://a-long-na...", "http://a-long-name.blog.example.com/x"),
        ("www.example...", "https://www.example.co.uk"),
        ("https://example.org/x", "https://web.archive.org/web/2019/https://example.org/x"),
        ("example.org", "https://archive.ph/2019/http://www.example.org"),
        ("example.org", "http://wayback.archive-it.org/1/2/https%3A%2F%2Fexample.org"),
        *(("https://example.org/", f"https://{host}/1/https://example.org/") for host in ARCHIVES),
        ("Node.js", "https://example.org"),
        ("README.md", "https://example.org"),
        ("ASP.NET", "https://example.org"),
        ("see example.org and others", "https://example.com"),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
        ("a@example.org", "mailto:a@example.org?subject=x"),
        ("write to me", "mailto:a@example.org"),
        ("👍", "https://example.org"),
        ("e.g. this", "https://example.org"),
    ],
)
def test_words_that_say_where_a_link_leads_pass(words: str, address: str) -> None:
    assert find_deceit_of_words(words, address) == ""


@pytest.mark.parametrize(
    "text", ["http://", "Begin with http://.", "https://, as ever", "(http://)", "`http://`", "| http://. |\n|-|"]
)
def test_a_scheme_alone_is_text(text: str) -> None:
    assert list(find_flaws(text)) == []
    assert "<a" not in render(text, contribution_id="p", here="", heading=2)


def test_a_scheme_alone_is_no_aim_of_a_link() -> None:
    for text in ("[x](http://)", "<http://>", "[http://](http://)"):
        assert {flaw.what for flaw in find_flaws(text)} == {"link"}


def test_marks_of_a_conflict_are_found_in_linear_time() -> None:
    findings = Findings("x", "=======\n" * 8000 + ">>>>>>> x\n")
    check_conflicts(entry_of(findings))
    assert [(problem.rule, problem.line) for problem in findings.problems] == [("conflict-marker", 1)]
