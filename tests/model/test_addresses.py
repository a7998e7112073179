"""An address leads where it seems to lead, or it is refused; ordinary ones pass."""

import pytest

from checking.test_text import entry_of
from parley.checking.rules.text import check_conflicts
from parley.model.findings import Findings
from parley.model.markup.addresses import find_deceit, find_deceit_of_words, is_link
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


def test_a_link_leads_out_of_the_site_to_what_browsers_can_read() -> None:
    links = (
        "https://example.org http://a.b:80/c?d#e ftp://a ircs://a irc://b/c HTTPS://A.EXAMPLE/ https://[::1]/ "
        "https://localhost https://a.b:65535/ https://münchen.example https://a_b.example mailto:a@b.example "
        "geo:1,2 matrix:u/a sms:1 xmpp:a@b tel:+49-(1).2;ext=3 tel:1%202"
    ).split()
    others = (
        "https:// https:/// https://? https://# https:a http://\\\\a https://a:65536/ https://a:b/ https://[::g]/ "
        "https://xn--a-ecp.ru/%zz https://a%00b ftp:// irc:/a mailto: mailto:?a geo: geo:/ matrix:?a sms:# xmpp:/a "
        "tel: tel:*1 tel:1*2 tel:1%2F2 javascript:a javascript:https://a.example /x?https://a.example //a.example a #a "
        "data:a file:///a about:a news:a"
    ).split()
    assert [address for address in (*links, *others) if is_link(address)] == links


def test_each_letter_that_looks_like_a_latin_one_is_known() -> None:
    for char in "асԁеһіјӏорԛѕԝхуъьҽпгѵѡ" + "ονρυ" + "օսոհ":
        label = f"{char}-0123456789"
        assert find_deceit(f"https://a.{label}.com/") == (
            f"has a host whose name '{label}' is written in letters that look like Latin ones"
        )
    for char in "бжδλբգ":
        assert find_deceit(f"https://{char}.com/") == ""


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
        "https://a\u3000b.example/",
        "https://a\uff0eb.example/",
        "https://a\u2215b.example/",
        "https://b.АРРӏЕ.com/",
        "https://ас-24.com/",
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
        "https://хосе.рф/",
        "https://xn--ü.example/",
        "mailto:a@b.example?body=https://github.com@evil.example/",
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
        ("http://example.org", "https://evil.example/"),
        ("my.example.com", "https://evil.example/"),
        ("a.my-shop.com/x", "https://evil.example/"),
        ("my-shop.com", "https://evil.example/"),
        ("https://exam...", "https://evil.example/"),
        ("https://exam", "https://example.org"),
        ("https://w.x...", "https://w.x.example.org"),
        ("https://x.y...", "https://x.y.abcd.com"),
        ("https://w.x...", "https://w.x.y.co.uk"),
        ("https://b.archive/", "https://web.archive.org/1"),
        ("https://a.org", "irc://b.example:6667/a"),
        ("https://a.org", "TEL:1"),
        ("mailto:a@b.example", "mailto:d@b.example"),
        ("https://!example.org", "https://example.org"),
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
        ("https://@example.org", "https://example.org"),
        ("https://shop.abc...", "https://shop.abc.com.au"),
        ("https://x.abcd...", "https://x.abcd.com"),
        ("@ana", "mailto:a@b.example"),
        ("a@b.example", "mailto:A@B.example"),
        ("MailTo:a@b.example", "mailto:a@b.example"),
        ("mailto:a%2Bb@c.example?subject=Why?", "mailto:a%2bb@c.example?subject=Why?"),
        ("a+b@c.example", "mailto:a%2Bb@c.example"),
        ("see https://a.org", "https://b.org"),
        ("https://a.org", "/x?u=https://b.org"),
        ("a.org", "tel:1"),
        ("a.org/x and more", "https://b.org"),
        ("https://…", "https://example.org"),
        ("https://!", "https://example.org"),
        ("HTTPS://Example.ORG.", "https://example.org"),
        ("https://example.org,", "https://example.org"),
        ("https://example.org;", "https://example.org"),
        ("https://abc.foX", "https://abc.fox"),
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
