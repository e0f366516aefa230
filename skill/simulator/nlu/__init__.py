"""The parts of understanding: words, Amazon's slot types and intents, matching, likeness, slots."""
