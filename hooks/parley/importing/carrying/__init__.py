"""Pictures that an archive carries with it, into the folder that the site publishes."""
