-- title: Report rules in scope
-- description: The report rules of the scope's alliances.
CREATE OR REPLACE VIEW report_rules AS
SELECT * FROM unscoped.report_rules WHERE unscoped.in_list(getvariable('alliances'), alliance_id)
