"""Lists that readers look things up in: hosts, terms. Data with a head line that says what each file is."""
