"""What a site has beside its texts: the files that `parley init` writes and `parley upgrade` brings up to date."""
