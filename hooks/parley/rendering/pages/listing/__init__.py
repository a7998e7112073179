"""Lists of posts and of what was written, and the pages that lead to them."""
