"""Pure planning: targets, settings and time in; batches of visits out."""
