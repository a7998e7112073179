"""What a reader can search: the posts and replies of a site, handed to Pagefind, and the index that it makes of them.

Pagefind reads one document a thread. The browser later fetches a few small files of the index and no server is asked.
`documents` draws what Pagefind reads, `indexer` speaks to it, `files` brings what it gives into a lasting order.
"""
