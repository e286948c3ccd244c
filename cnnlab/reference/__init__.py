"""NumPy layers to read: each forward and backward, loops first."""
