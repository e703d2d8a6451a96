"""What a portfolio is: its tables, opening and validating one, reference data and the demo."""
