"""Results as documents: one module a result; what several of them say stands beside them."""
