"""The integrity rules: one documented `.sql` file a rule, what they find, and what was acknowledged."""
