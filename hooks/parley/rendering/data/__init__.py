"""Threads as data, for programs and for search engines."""
