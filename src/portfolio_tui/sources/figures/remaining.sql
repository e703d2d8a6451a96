-- The rows of the portfolio that stay.
CREATE VIEW remaining AS FROM existing ANTI JOIN gone USING (_key)
