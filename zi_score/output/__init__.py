"""Output: one module per format; each turns what it is given into text or bytes."""
