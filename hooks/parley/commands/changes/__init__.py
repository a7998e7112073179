"""Commands that change what is published."""
