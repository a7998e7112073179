"""The steps that mend the Markdown of a file: each looks for one kind of thing."""
