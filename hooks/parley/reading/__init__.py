"""Files to values with line and column, and values back to files."""
