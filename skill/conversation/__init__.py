"""Listens and answers. One module per conversation: slots in, speech out."""
