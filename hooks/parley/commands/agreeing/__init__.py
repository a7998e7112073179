"""Commands with which people agree, here or at the forge."""
