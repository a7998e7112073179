"""The part of GitHub that the workflows talk to: what it answers, what it refuses, and what it does by itself.

Sources: https://docs.github.com/rest and what was seen there. It holds nothing on the disk but the repository.
"""

import fnmatch
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from forge_bed.repository import Bare
from forge_bed.rights import want
from forge_bed.state import Comment, Issue, Pull, Refused, Request, Settings

NAME = "outreach-parley/parley"
OWNER = NAME.split("/", maxsplit=1)[0]
BOT = "github-actions[bot]"

LONGEST = 65_536
"""Characters of a comment, and of the text of a pull request."""

Body = Mapping[str, Any]
Answer = tuple[int, Any]


class Forge:
    """One repository at the forge; `rights` are those of whose request is answered."""

    def __init__(self, folder: Path) -> None:
        self.repo = Bare(folder / "repo.git")
        self.issues: dict[int, Issue] = {}
        self.pulls: dict[int, Pull] = {}
        self.comments: list[Comment] = []
        self.thumbs: dict[int, list[Any]] = {}
        """Reactions to an issue or a pull request, as the forge shows them."""
        self.settings = Settings()
        self.requests: list[Request] = []
        self.dispatched: list[str] = []
        self.again: list[dict[str, str]] = []
        self.deployed: list[str] = []
        self.statuses: dict[str, str] = {}
        self.before: dict[str, Callable[[], object]] = {}
        self.lock = threading.RLock()
        self.last = 100

    # what a test asks

    def said(self, number: int) -> list[str]:
        """What stands under an issue or a pull request."""
        return [one.body for one in self.comments if one.number == number]

    def main(self) -> str:
        return self.repo.find("refs/heads/main")

    def next_number(self) -> int:
        self.last += 1
        return self.last

    def list_files(self, revision: str = "main") -> set[str]:
        return set(self.repo.git("ls-tree", "-r", "-z", "--name-only", revision).split("\0")[:-1])

    # the door

    def answer(self, method: str, address: str, body: Body, job: str, rights: Mapping[str, str]) -> Answer:
        """What a job is told; every request is kept."""
        url = urlsplit(address)
        self._happen(f"{method} {url.path.removeprefix(f'/repos/{NAME}')}")
        with self.lock:
            try:
                status, told = self._route(method, url.path, parse_qs(url.query), body, rights)
            except Refused as refused:
                status, told = refused.status, {"message": refused.message, "status": str(refused.status)}
            self.requests.append(Request(job, method, url.path, status, dict(body)))
            return status, told

    def _happen(self, request: str) -> None:
        """What a test lets happen just before something is asked for, another run included."""
        for pattern in [one for one in self.before if fnmatch.fnmatch(request, one)]:
            self.before.pop(pattern)()

    def _route(
        self, method: str, path: str, query: Mapping[str, list[str]], body: Body, rights: Mapping[str, str]
    ) -> Answer:
        path = path.removeprefix("/api/v3")  # as a forge at home of somebody's own is asked
        place = path.removeprefix(f"/repos/{NAME}")
        for pattern, status in self.settings.fails.items():
            if fnmatch.fnmatch(f"{method} {place}", pattern):
                raise Refused(status, "made to fail by the test")
        if not path.startswith(f"/repos/{NAME}"):
            raise Refused(404, "Not Found")
        for wanted, pattern, level, scopes, act in ROUTES:
            found = re.fullmatch(pattern, unquote(place))
            if wanted == method and found:
                want(rights, level, *scopes(self, found) if callable(scopes) else scopes)
                return act(self, found, query if method == "GET" else body)
        raise Refused(404, f"Not Found: {method} {place}")

    # commits and branches

    def _commit(self, found: re.Match[str], _: Body) -> Answer:
        name = found[1]
        if match := re.fullmatch(r"refs/pull/(\d+)/merge", name):
            commit = self.find_merge(int(match[1]))
        else:
            commit = self.repo.find(name) or self.repo.find(f"refs/heads/{name}")
        if not commit:
            raise Refused(422, f"No commit found for SHA: {name}")
        parents = self.repo.git("rev-list", "--parents", "-n1", commit).split()[1:]
        tree = self.repo.find(commit, "tree")
        return 200, {"sha": commit, "commit": {"tree": {"sha": tree}}, "parents": [{"sha": one} for one in parents]}

    def find_merge(self, number: int) -> str:
        """The commit that tries the merge of an open pull request, or nothing where it conflicts."""
        pull = self.pulls[number]
        return self.repo.merge("refs/heads/main", self.ref_of(pull), "Try")

    @staticmethod
    def ref_of(pull: Pull) -> str:
        return f"refs/pull/{pull.number}/head" if pull.fork else f"refs/heads/{pull.head}"

    def _make_tree(self, _: re.Match[str], body: Body) -> Answer:
        if any(one["mode"] != "100644" or one["type"] != "blob" for one in body["tree"]):
            raise Refused(422, "tree.mode must be one of 100644")
        files = {one["path"]: one["content"] if "content" in one else one["sha"] for one in body["tree"]}
        if any(path.startswith("/") or ".." in path.split("/") for path in files):
            raise Refused(422, "tree.path contains a malformed path component")
        return 201, {"sha": self.repo.make_tree(body["base_tree"], files)}

    def _make_commit(self, _: re.Match[str], body: Body) -> Answer:
        author = body.get("author", {"name": BOT, "email": "bot@example.org"})
        for key in ("name", "email"):
            if not author[key]:
                raise Refused(422, f"Invalid request. For 'properties/author/{key}', nil is not a string.")
        who = {"GIT_AUTHOR_NAME": author["name"], "GIT_AUTHOR_EMAIL": author["email"]}
        return 201, {"sha": self.repo.make_commit(body["tree"], tuple(body["parents"]), body["message"], **who)}

    def _make_ref(self, _: re.Match[str], body: Body) -> Answer:
        if self.repo.find(body["ref"]):
            raise Refused(422, "Reference already exists")
        return 201, self._move(body["ref"], body["sha"])

    def _move_ref(self, found: re.Match[str], body: Body) -> Answer:
        ref = f"refs/heads/{found[1]}"
        if not self.repo.find(ref):
            raise Refused(422, "Reference does not exist")
        is_ahead = self.repo.find(body["sha"]) and not self.repo.git("rev-list", f"{body['sha']}..{ref}")
        if body.get("force") is not True and not is_ahead:
            raise Refused(422, "Update is not a fast forward")
        if found[1] == "main" and (self.settings.protected or self.settings.checked):
            raise Refused(422, "Changes must be made through a pull request.")
        told = self._move(ref, body["sha"])
        for pull in self.pulls.values():
            # what is left without a commit of its own is closed for good
            if f"refs/heads/{pull.head}" == ref and not self._count_ahead(ref) and pull.state == "open":
                pull.state = "closed"
        return 200, told

    def _move(self, ref: str, commit: str) -> dict[str, Any]:
        if not commit:
            raise Refused(422, "The sha parameter must be exactly 40 characters")
        workflows = self.repo.find(f"{commit}:.github/workflows", "tree")
        if workflows != self.repo.find("refs/heads/main:.github/workflows", "tree"):
            raise Refused(403, "refusing to allow an app to create or update workflow without `workflows` permission")
        self.repo.move(ref, commit)
        return {"ref": ref, "object": {"sha": commit}}

    def _count_ahead(self, ref: str) -> int:
        return int(self.repo.git("rev-list", "--count", f"refs/heads/main..{ref}"))

    def _merge_branch(self, _: re.Match[str], body: Body) -> Answer:
        if self.settings.protected or self.settings.checked:
            raise Refused(409, "Changes must be made through a pull request.")
        head = self.repo.find(body["head"]) or self.repo.find(f"refs/heads/{body['head']}")
        commit = self.repo.merge(f"refs/heads/{body['base']}", head, body["commit_message"])
        if not commit:
            raise Refused(409, "Merge conflict")
        self.repo.move(f"refs/heads/{body['base']}", commit)
        for pull in self.pulls.values():
            if pull.state == "open" and self.repo.find(self.ref_of(pull)) == head:
                pull.state, pull.merged = "closed", commit
        return 201, {"sha": commit}

    # pull requests

    def _open_pull(self, _: re.Match[str], body: Body) -> Answer:
        if not self.settings.actions_may_open_pulls:
            raise Refused(403, "GitHub Actions is not permitted to create or approve pull requests.")
        if len(body["title"]) > 256 or len(body["body"]) > LONGEST:
            raise Refused(422, "Validation Failed: too long")
        if any(one.head == body["head"] and one.state == "open" for one in self.pulls.values()):
            raise Refused(422, f"A pull request already exists for {OWNER}:{body['head']}.")
        if not self._count_ahead(f"refs/heads/{body['head']}"):
            raise Refused(422, f"No commits between {body['base']} and {body['head']}")
        pull = Pull(self.next_number(), body["head"], body["title"], body["body"])
        self.pulls[pull.number] = pull
        return 201, self.show_pull(pull)

    def show_pull(self, pull: Pull) -> dict[str, Any]:
        head = self.repo.find(self.ref_of(pull))
        owner = pull.fork or OWNER
        place = f"{owner}/parley"
        return {
            "number": pull.number,
            "state": pull.state,
            "title": pull.title,
            "body": pull.body,
            "merged": bool(pull.merged),
            "author_association": "NONE",
            "user": {"login": pull.login, "id": pull.user_id, "type": "User"},
            "head": {
                "ref": pull.head,
                "sha": head,
                "repo": {"full_name": place, "html_url": f"https://github.localhost/{place}", "fork": bool(pull.fork)},
            },
            "base": {"ref": pull.base, "sha": self.main()},
        }

    def _list_pulls(self, _: re.Match[str], query: Body) -> Answer:
        head = query.get("head", [""])[0]
        return 200, [
            self.show_pull(one)
            for one in self.pulls.values()
            if one.state == "open" and f"{one.fork or OWNER}:{one.head}" == head
        ]

    def _edit_pull(self, found: re.Match[str], body: Body) -> Answer:
        pull = self._find_pull(found[1])
        if len(body.get("body", "")) > LONGEST:
            raise Refused(422, "Validation Failed: too long")
        pull.title, pull.body = body.get("title", pull.title), body.get("body", pull.body)
        return 200, self.show_pull(pull)

    def _merge_pull(self, found: re.Match[str], body: Body) -> Answer:
        pull = self._find_pull(found[1])
        if self.settings.protected:
            raise Refused(405, "At least 1 approving review is required by reviewers with write access.")
        if self.settings.checked and self.statuses.get(self.repo.find(self.ref_of(pull))) != "success":
            raise Refused(405, 'Required status check "parley" is expected.')
        if pull.state != "open":
            raise Refused(405, "Pull Request is not mergeable")
        if body["sha"] != self.repo.find(self.ref_of(pull)):
            raise Refused(409, "Head branch was modified. Review and try the merge again.")
        commit = self.find_merge(pull.number)
        if not commit:
            raise Refused(405, "Pull Request is not mergeable")
        self.repo.move("refs/heads/main", commit)
        pull.state, pull.merged = "closed", commit
        return 200, {"sha": commit, "merged": True, "message": "Pull Request successfully merged"}

    def _find_pull(self, number: str) -> Pull:
        if int(number) not in self.pulls:
            raise Refused(404, "Not Found")
        return self.pulls[int(number)]

    def _set_status(self, found: re.Match[str], body: Body) -> Answer:
        if body["state"] not in ("success", "pending", "error", "failure"):
            raise Refused(422, "Validation Failed: state")
        if len(body["description"]) > 140 or not self.repo.find(found[1]):
            raise Refused(422, "Validation Failed")
        if body["context"] == "parley":
            self.statuses[found[1]] = body["state"]
        return 201, {"state": body["state"]}

    def _show_content(self, found: re.Match[str], query: Body) -> Answer:
        blob = self.repo.find(f"{query['ref'][0]}:{found[1]}", "blob")
        if not blob:
            raise Refused(404, "Not Found")
        return 200, {"path": found[1], "sha": blob}

    def _list_commits(self, _: re.Match[str], query: Body) -> Answer:
        most, start = query["per_page"][0], f"refs/heads/{query['sha'][0]}"
        found = self.repo.git("log", f"-{most}", "-z", "--format=%H %B", start, "--", query["path"][0])
        commits = (one.partition(" ") for one in found.split("\0") if one)
        return 200, [{"sha": sha, "commit": {"message": message}} for sha, _, message in commits]

    # issues

    def _say(self, found: re.Match[str], body: Body) -> Answer:
        if not body["body"] or len(body["body"]) > LONGEST:
            raise Refused(422, "Validation Failed: body")
        comment = Comment(self.next_number(), int(found[1]), body["body"])
        self.comments.append(comment)
        return 201, self._show_comment(comment)

    @staticmethod
    def _show_comment(comment: Comment) -> dict[str, Any]:
        return {"id": comment.id, "body": comment.body, "user": {"login": comment.login, "type": comment.kind}}

    def _list_comments(self, found: re.Match[str], query: Body) -> Answer:
        most = int(query.get("per_page", ["30"])[0])
        return 200, [self._show_comment(one) for one in self.comments if one.number == int(found[1])][:most]

    def _edit_comment(self, found: re.Match[str], body: Body) -> Answer:
        comment = next((one for one in self.comments if one.id == int(found[1])), None)
        if comment is None:
            raise Refused(404, "Not Found")
        comment.body = body["body"]
        comment.versions += 1
        return 200, self._show_comment(comment)

    def _drop_comment(self, found: re.Match[str], _: Body) -> Answer:
        self.comments = [one for one in self.comments if one.id != int(found[1])]
        return 204, None

    def _list_issues(self, _: re.Match[str], query: Body) -> Answer:
        entries: list[Issue | Pull] = [*self.issues.values(), *self.pulls.values()]
        shown = [
            {
                "number": one.number,
                "created_at": getattr(one, "created", "2026-10-20T22:15:30Z"),
                "reactions": {"url": "…", "+1": len(self.thumbs.get(one.number, ()))},
                **({"pull_request": {"url": "…"}} if isinstance(one, Pull) else {}),
            }
            for one in entries
        ]
        return 200, _cut(shown, query)

    def _list_reactions(self, found: re.Match[str], query: Body) -> Answer:
        return 200, _cut(self.thumbs.get(int(found[1]), []), query)

    def _list_added(self, found: re.Match[str], query: Body) -> Answer:
        pull = self.pulls[int(found[1])]
        names = self.repo.list_changes(f"{pull.merged}^1" if pull.merged else "main", self.ref_of(pull))
        return 200, _cut([{"filename": name, "status": "added"} for name in names], query)

    def _show_issue(self, found: re.Match[str], _: Body) -> Answer:
        return 200, self.show_issue(self.issues[int(found[1])])

    @staticmethod
    def show_issue(issue: Issue) -> dict[str, Any]:
        return {
            "number": issue.number,
            "title": issue.title,
            "state": issue.state,
            "body": issue.body,
            "created_at": issue.created,
            "user": {"login": issue.login, "id": issue.user_id, "type": "User"},
            "labels": [{"name": name} for name in issue.labels],
        }

    def _edit_issue(self, found: re.Match[str], body: Body) -> Answer:
        issue = self.issues[int(found[1])]
        issue.state = body["state"]
        return 200, {"number": issue.number, "state": issue.state}

    def _take_label(self, found: re.Match[str], _: Body) -> Answer:
        issue = self.issues[int(found[1])]
        if found[2] not in issue.labels:
            raise Refused(404, "Label does not exist")
        issue.labels.remove(found[2])
        return 200, []

    def scopes_of(self, found: re.Match[str]) -> tuple[str, ...]:
        """What gives the right to speak: for an issue that to issues, for a pull request either."""
        return ("issues",) if int(found[1]) in self.issues else ("pull-requests", "issues")

    # workflows and pages

    def _dispatch(self, found: re.Match[str], body: Body) -> Answer:
        if body["ref"] != "main":
            raise Refused(422, f"No ref found for: {body['ref']}")
        if "inputs" in body:
            self.again.append({**body["inputs"]})
        else:
            self.dispatched.append(found[1])
        return 204, None

    def _show_pages(self, _: re.Match[str], __: Body) -> Answer:
        if not self.settings.pages:
            raise Refused(404, "Not Found")
        return 200, {"html_url": "https://outreach-parley.github.io/parley/"}

    def _deploy(self, _: re.Match[str], body: Body) -> Answer:
        self.deployed.append(body["artifact"])
        return 200, {"page_url": "https://outreach-parley.github.io/parley/"}


def _cut(items: list[Any], query: Body) -> list[Any]:
    """A page of a list, of at most 100."""
    size, page = min(int(query["per_page"][0]), 100), int(query["page"][0])
    return items[(page - 1) * size : page * size]


Act = Callable[[Forge, re.Match[str], Body], Answer]
Scopes = tuple[str, ...] | Callable[[Forge, re.Match[str]], tuple[str, ...]]
CONTENTS, PULLS, ISSUES = ("contents",), ("pull-requests",), ("issues",)

ROUTES: tuple[tuple[str, str, str, Scopes, Act], ...] = (
    ("GET", "/commits/(.+)", "read", CONTENTS, Forge._commit),
    ("POST", "/git/trees", "write", CONTENTS, Forge._make_tree),
    ("POST", "/git/commits", "write", CONTENTS, Forge._make_commit),
    ("POST", "/git/refs", "write", CONTENTS, Forge._make_ref),
    ("PATCH", "/git/refs/heads/(.+)", "write", CONTENTS, Forge._move_ref),
    ("POST", "/merges", "write", CONTENTS, Forge._merge_branch),
    ("POST", "/pulls", "write", PULLS, Forge._open_pull),
    ("GET", "/pulls", "read", PULLS, Forge._list_pulls),
    ("PATCH", r"/pulls/(\d+)", "write", PULLS, Forge._edit_pull),
    ("PUT", r"/pulls/(\d+)/merge", "write", CONTENTS, Forge._merge_pull),
    ("POST", r"/issues/(\d+)/comments", "write", Forge.scopes_of, Forge._say),
    ("GET", r"/issues/(\d+)/comments", "read", ISSUES, Forge._list_comments),
    ("PATCH", r"/issues/comments/(\d+)", "write", ("issues", "pull-requests"), Forge._edit_comment),
    ("DELETE", r"/issues/comments/(\d+)", "write", ("issues", "pull-requests"), Forge._drop_comment),
    ("GET", r"/issues/(\d+)", "read", ISSUES, Forge._show_issue),
    ("GET", "/issues", "read", ISSUES, Forge._list_issues),
    ("GET", r"/issues/(\d+)/reactions", "read", ISSUES, Forge._list_reactions),
    ("GET", r"/pulls/(\d+)/files", "read", PULLS, Forge._list_added),
    ("POST", "/statuses/([0-9a-f]{40})", "write", ("statuses",), Forge._set_status),
    ("GET", "/commits", "read", CONTENTS, Forge._list_commits),
    ("GET", "/contents/(.+)", "read", CONTENTS, Forge._show_content),
    ("PATCH", r"/issues/(\d+)", "write", ISSUES, Forge._edit_issue),
    ("DELETE", r"/issues/(\d+)/labels/(.+)", "write", ISSUES, Forge._take_label),
    ("POST", r"/actions/workflows/([^/]+)/dispatches", "write", ("actions",), Forge._dispatch),
    ("GET", "/pages", "read", ("pages",), Forge._show_pages),
    ("POST", "/pages/deployments", "write", ("pages",), Forge._deploy),
)
"""Method, path, the right that is needed and for which scopes, and what is done then."""
