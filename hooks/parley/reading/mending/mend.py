"""A file as strangers write it, to the file that is read."""

from collections.abc import Mapping

from parley.reading.mending.body import mend_markdown
from parley.reading.mending.head import mend_keys, split_head
from parley.reading.mending.repairs import Mended, Repair
from parley.reading.nodes import KeyTable

NO_TAGS: Mapping[str, str] = {}


def mend(path: str, text: str, kind: KeyTable | None, tags: Mapping[str, str] = NO_TAGS) -> Mended:
    """The text of a file of a `kind` in the form that is read, and what in it was read otherwise than written.

    `text` has LF line ends and no byte-order mark. `tags` are those of tags.yml: the slug of each by its title, in
    lower case. What can't be told for certain stays as it is, for the check to report. A text that is in order comes
    back as it is; so does one that was mended already.
    """
    if kind is None:
        return Mended(text)
    if path.endswith(".md"):
        head = split_head(text)
        repaired = mend_keys(path, head, kind, tags)
        body = mend_markdown(head.body)
        repairs = (*repaired.repairs, *(_shift(repair, head.body_line - 1) for repair in body.repairs))
        return Mended(repaired.text + body.text, repairs) if repairs else Mended(text)
    return Mended(text)


def _shift(repair: Repair, lines: int) -> Repair:
    return Repair(repair.line + lines, repair.found, repair.what)
