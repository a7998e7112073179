"""The commands for the files of a site beside its texts."""
