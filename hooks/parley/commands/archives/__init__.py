"""Commands that bring conversations from elsewhere, and give them away."""
