"""A stranger's file to the form that is read: what is only untidy is repaired, and told."""
