"""Where touches go, and why. Pure: all of a rep's touches in, their places out."""
