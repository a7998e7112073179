"""Pictures and files that were pasted into an issue, with the whole address at which the forge keeps them.

GitHub writes whole addresses. GitLab writes `![shed](/uploads/<32 hex digits>/shed.png){width=600}`, below the project;
Gitea and Forgejo write `![shed](/attachments/<uuid>)` or an `<img>`, below the server.
Sources: GitLab Docs, "Project Markdown uploads API"; `services/markup` and `modules/markup` of Gitea and Forgejo.
"""

import re

_UPLOADED = re.compile(
    r"(?P<before>\]\(\s*<?|\bsrc=[\"']|^[ \t>]*\[[^\]\n]{1,999}\]:\s*<?)"
    r"(?:(?P<gitlab>/uploads/[0-9a-f]{32}/[^\s()<>\"']+)|/?(?P<gitea>attachments/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))"
    r"(?P<after>>?(?:\s+\"[^\"\n]*\")?\s*\))?(?:\{(?:\s*(?:width|height)=[\"']?\d{1,5}(?:px|%)?[\"']?)+\s*\})?",
    re.MULTILINE,
)


def complete_uploads(text: str, repository: str) -> str:
    """A text of an issue with whole addresses of what was uploaded with it; as it is where no repository is known."""
    if not repository:
        return text
    project = repository.rstrip("/")
    server = project.rsplit("/", 2)[0]

    def complete(found: re.Match[str]) -> str:
        address = f"{project}{found['gitlab']}" if found["gitlab"] else f"{server}/{found['gitea']}"
        return f"{found['before']}{address}{found['after'] or ''}"

    return _UPLOADED.sub(complete, text)
