"""GitHub. The parameters of the page for new files are in wide use and not documented (github/docs#30967)."""

from parley.model.forges.forge import Forge

FORGE = Forge(
    name="github",
    title="GitHub",
    new_file="{repository}/new/{branch}/{folder}?filename={name}",
    with_text="{repository}/new/{branch}/{folder}?filename={name}&value={text}",
    issue="{repository}/issues/new?template={template}.yml&title={title}",
    issue_fields=True,
    history="{repository}/commits/{branch}/{path}",
    first_time="First time? Press “Fork this repository”, “Commit changes”, “Propose changes”, “Create pull request”.",
)
