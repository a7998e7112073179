"""The words of the product, which all rooms use: entries, places, addresses, settings, problems, threads."""
