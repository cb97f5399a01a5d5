"""Readers and writers of foreign forms; each stands alone, and the core imports none of them."""
