"""One check per file, its cases beside it. See ``base`` for what a check is made of."""
