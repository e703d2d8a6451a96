"""Pictures of every screen, compared with those kept beside the tests."""
