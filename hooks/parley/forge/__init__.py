"""Issues and pull requests: what they ask for, what they change, how they are answered."""
