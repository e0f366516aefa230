"""Says. Advice and messages to SSML, per language; every spoken word lives here."""
