"""What somebody wrote, out of all that a mail program puts around it."""
