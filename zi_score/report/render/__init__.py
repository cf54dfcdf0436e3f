"""A document in a format: one module each, which writes what the document says and adds nothing."""
