"""The console's views: thin, one module per part of the menu."""
