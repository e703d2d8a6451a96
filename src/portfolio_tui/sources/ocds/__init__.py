"""Reads the Open Contracting Data Standard: releases, records and packages of them."""
