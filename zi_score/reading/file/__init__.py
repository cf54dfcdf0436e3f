"""What strangers sent, made safe: bytes looked at once, and a file of our own writing for the reader of values."""
