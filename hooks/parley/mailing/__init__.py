"""Mails from people without an account, to files and answers."""
