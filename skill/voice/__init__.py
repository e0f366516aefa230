"""Speaks and hears, on this machine and with nothing sent anywhere: espeak-ng and pocketsphinx, the extra `voice`.

A speech is SSML; what is heard is text for the simulator. What is said and what it means is not known here.
"""
