"""GitLab. Its page for new files takes a name; the text it drops (gitlab-org/gitlab#594214)."""

from parley.model.forges.forge import Forge

FORGE = Forge(
    name="gitlab",
    title="GitLab",
    new_file="{repository}/-/new/{branch}/{folder}?file_name={name}",
    with_text="",
    issue="{repository}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}",
    issue_fields=False,
    history="{repository}/-/commits/{branch}/{path}",
    first_time="First time here? Press “Fork”, then “Commit changes”, then “Create merge request”.",
)
