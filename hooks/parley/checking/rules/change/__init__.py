"""The checks of a change, which hold what is proposed against the files as they are."""
