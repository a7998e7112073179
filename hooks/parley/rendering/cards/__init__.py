"""Pictures of posts, which other sites show with a link to their pages: drawn where a site wants them."""
