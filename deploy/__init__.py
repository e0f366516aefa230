"""What it takes to run the skill elsewhere: examples to copy, and what it costs."""
