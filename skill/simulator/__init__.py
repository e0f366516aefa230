"""An Alexa on your laptop. Knows a skill only through its interaction model and its handler."""
