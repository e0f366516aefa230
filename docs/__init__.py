"""The documentation site: pages in Markdown, and in `generate` what they have from the code itself."""
