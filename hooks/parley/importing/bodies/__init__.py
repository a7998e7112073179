"""Any body to the Markdown that posts/ takes."""
