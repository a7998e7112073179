"""Templates are compiled once, not by each build."""

from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from parley.building.site import keep_templates, recall_templates
from parley.caching.cache import Cache
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.theme import Compiled


@pytest.fixture
def count_compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Gives how many templates have been compiled since it was called the last time."""
    names: list[object] = []
    compile_template = jinja2.Environment.compile

    def compile_and_count(self: jinja2.Environment, source: str, name: str | None = None, *rest: object) -> object:
        names.append(name)
        return compile_template(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", compile_and_count)

    def count() -> int:
        found, names[:] = len(names), []
        return found

    return count


def start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As another process would begin."""
    monkeypatch.setattr(Compiled, "used", {})
    monkeypatch.setattr(Compiled, "known", {})


def test_the_next_build_finds_templates_compiled(
    tmp_path: Path, count_compiled: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_anew(monkeypatch)
    for number in (1, 0, 0):
        start_anew(monkeypatch)
        kept = Cache(tmp_path / "kept.sqlite")
        recall_templates(kept)
        theme.environment(Library(), Settings()).get_template("redirect.html")
        assert count_compiled() == number
        keep_templates(kept)
        kept.save()  # which forgets what was not used
        kept.close()


def test_a_template_that_has_changed_is_compiled_anew(
    tmp_path: Path, count_compiled: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Cache(tmp_path / "kept.sqlite")
    for text in ("One.", "Two."):
        start_anew(monkeypatch)
        recall_templates(kept)
        (tmp_path / "page.html").write_text(text)
        drawer = jinja2.Environment(
            loader=jinja2.FileSystemLoader(tmp_path), autoescape=True, bytecode_cache=Compiled()
        )
        assert drawer.get_template("page.html").render() == text
        assert count_compiled() == 1
        keep_templates(kept)
        kept.write()


def test_without_a_cache_a_process_compiles_once(
    count_compiled: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_anew(monkeypatch)
    for number in (1, 0):
        theme.environment(Library(), Settings()).get_template("redirect.html")
        assert count_compiled() == number
