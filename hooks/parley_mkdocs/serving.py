"""The server of a preview: it writes what is asked for before it looks for the file."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication


def write_first(serve: WSGIApplication, write: Callable[[str], bool], site_url: str) -> WSGIApplication:
    """An application (PEP 3333) that lets `write` bring in the file that is asked for, and then `serve` show it."""
    mount = urlsplit(site_url or "/").path

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = environ["PATH_INFO"].encode("latin-1").decode(errors="replace").removeprefix(mount)
        name = f"{name}index.html" if not name or name.endswith("/") else name
        said: list[tuple[Any, ...]] = []

        def note(*status: Any) -> Any:
            said.append(status)

        write(name)
        body = serve(environ, note)
        # while MkDocs waits for the end of a build, the site that we had written into is emptied
        if said[-1][0].startswith("404") and write(name):
            body = serve(environ, note)
        start_response(*said[-1])
        return body

    return answer
