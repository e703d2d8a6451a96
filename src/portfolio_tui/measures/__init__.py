"""The dashboard's own SQL: one documented `.sql` file a measure, and the typed rows they give."""
