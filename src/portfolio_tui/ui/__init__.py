"""The dashboard: app, screens, widgets and styles. Holds no SQL."""
