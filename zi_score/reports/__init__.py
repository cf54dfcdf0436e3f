"""Results as documents, and documents in every format."""
