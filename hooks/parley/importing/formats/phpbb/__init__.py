"""phpBB 3 out of a dump of its database."""
