"""The checks of a change, one by one, held to all that they say."""
