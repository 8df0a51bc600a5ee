"""The API: what a role may read and decide, over HTTP with tokens. Thin over ledger and service."""
