"""What building costs, ours and that of others, on the same words: `make bench`."""
