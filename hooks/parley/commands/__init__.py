"""The commands of `parley`, one module each; `cli` puts them together."""
