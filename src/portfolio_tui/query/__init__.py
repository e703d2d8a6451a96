"""Running SQL over a portfolio: the engine, the scope and documented SQL files."""
