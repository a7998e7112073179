"""Files of posts/ written: new ones, keys set in those that exist, all of it or nothing."""
