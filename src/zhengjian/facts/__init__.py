"""One fact per file: its type and its pure extractor. ``base`` says what sorts of facts there are."""
