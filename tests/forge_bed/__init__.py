"""A forge to try the workflows on: the part of GitHub that they talk to, and a runner that runs them for real."""
