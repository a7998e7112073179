"""What was pasted into an issue leads to where the forge keeps it."""

import pytest

from parley.forge.uploads import complete_uploads
from parley.model.markup.markdown import render
from parley.reading.mending.body import mend_markdown

HASH = "0123456789abcdef" * 2
PLAN = f"/uploads/{HASH}/plan%20b.pdf"
UUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
GITLAB, GITEA = "https://gitlab.example/us/sub/talk", "https://git.us.example:3000/forge/us/talk"


@pytest.mark.parametrize(
    ("repository", "text", "address", "words"),
    [
        (GITLAB, f"![a shed](/uploads/{HASH}/shed.png)", f"{GITLAB}/uploads/{HASH}/shed.png", "picture: a shed"),
        (GITLAB, f"![]({PLAN}){{width=600 height=400px}}", f"{GITLAB}{PLAN}", "picture"),
        (GITLAB, f"[plan.pdf]({PLAN})", f"{GITLAB}{PLAN}", "plan.pdf"),
        (GITLAB, f"![a shed][1]\n\n[1]: /uploads/{HASH}/s.png", f"{GITLAB}/uploads/{HASH}/s.png", "picture: a shed"),
        (GITEA, f"![](/attachments/{UUID})", f"https://git.us.example:3000/forge/attachments/{UUID}", "picture"),
        (
            "https://codeberg.org/us/talk/",
            f'<img width="800" alt="shed" src="attachments/{UUID}">',
            f"https://codeberg.org/attachments/{UUID}",
            "picture: shed",
        ),
    ],
)  # fmt: skip
def test_a_picture_that_was_pasted_leads_to_the_forge(repository: str, text: str, address: str, words: str) -> None:
    made = mend_markdown(complete_uploads(f"See.\n\n{text}\n", repository)).text
    drawn = render(made, contribution_id="x", here="", heading=2)
    assert f'<a href="{address}"' in drawn
    assert f">{words}</a></p>" in drawn


@pytest.mark.parametrize(
    "text", ["[a](/uploads/short/x.png)", "/attachments/x", "![a](/attachments/3fa85f64)", "a {width=600}"]
)
def test_other_addresses_stay(text: str) -> None:
    assert complete_uploads(text, GITLAB) == text
    assert complete_uploads(f"![a](/uploads/{HASH}/x.png)", "") == f"![a](/uploads/{HASH}/x.png)"
