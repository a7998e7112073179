"""Contributors' Markdown to safe HTML, and what it may cost and hide."""
