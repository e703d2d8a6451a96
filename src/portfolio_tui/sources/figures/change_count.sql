-- How many values changed.
SELECT count(*) FROM changes WHERE change = '{change}'
