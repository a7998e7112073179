"""The adapter: MkDocs' events in, plain calls to `parley` out.

This package and `mkdocs_hook.py` are all that knows MkDocs. To lay the site out with another program, write their like.
"""
