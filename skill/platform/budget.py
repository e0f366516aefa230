"""How long an answer may take. Each call to somebody outside has a deadline, and all together fit in here."""

ALEXA_WAITS = 8.0
"""Seconds until Alexa tells the athlete that the skill did not answer."""

ANSWER_WITHIN = 3.0
"""Seconds within which every request has its answer, whatever the services that are asked on the way do: longer is a
silence in which one says it again."""
