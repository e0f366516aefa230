"""What Amazon's platform allows: SSML and responses. Pure; imports nothing of ours."""
