"""The files of a site: which they are, what is taken over from the site before, how the new one takes its place."""
