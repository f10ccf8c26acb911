"""bibgen: from messy text to references."""
