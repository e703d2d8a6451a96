"""Names of vendors and buyers that look alike: proposed, decided by people, never merged by itself."""
