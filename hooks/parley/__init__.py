"""Parley turns a folder of contributors' YAML and Markdown files into the pages of a discussion site.

Nothing in this package knows the program that lays the pages out; that is the adapter's work (`parley_mkdocs`).
"""

__version__ = "0.1.0"
