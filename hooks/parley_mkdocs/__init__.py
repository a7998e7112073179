"""The adapter: MkDocs' events in, plain calls to `parley` out.

This package and `mkdocs_hook.py` are all that knows MkDocs. To lay the site out with another program, write their like.
ProperDocs, the maintained fork of MkDocs 1.x, serves in its place where it's installed, unless MkDocs runs already.
"""

import sys
from importlib import import_module
from importlib.util import find_spec

if "mkdocs" not in sys.modules and find_spec("properdocs"):
    import_module("properdocs")
    import_module("properdocs.replacement")
