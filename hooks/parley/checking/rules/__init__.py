"""The checks. None of them prints, logs, raises or stops another: each adds what it finds to the findings of a file.

text      one file's text: secrets, contact data, HTML, links, images, nesting
people    names that mislead
threads   replies among themselves and with their post: parents, cycles, dates, locks
library   references between files: tags, related discussions, links within the site, aliases

ownership, permalinks and rewriting judge a change between two trees, and give what they find to `review`.
"""
