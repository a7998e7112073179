"""Gitea and Forgejo (Codeberg). The page for new files is documented since Gitea 1.16 (go-gitea/gitea#16556)."""

from parley.model.forges.forge import Forge

FORGE = Forge(
    name="gitea",
    title="the forge",
    new_file="{repository}/_new/{branch}/{folder}?filename={name}",
    with_text="{repository}/_new/{branch}/{folder}?filename={name}&value={text}",
    issue="{repository}/issues/new?title={title}&body={text}",
    issue_fields=False,
    history="{repository}/commits/branch/{branch}/{path}",
    first_time="First time here? Fork the repository first, and press the reply link of your copy's page again.",
)
