-- The rows of the portfolio that are replaced or withdrawn.
CREATE VIEW gone AS FROM replaced UNION ALL FROM withdrawn
