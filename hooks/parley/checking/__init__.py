"""Everything in posts/ to one library, or to every problem at once."""
