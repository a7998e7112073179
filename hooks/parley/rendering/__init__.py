"""What is published: pages, feeds, data, search, and the way back to a file."""
