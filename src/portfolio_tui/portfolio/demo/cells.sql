-- Spreads the lines over cells: one cell is one month of one flow (one state buying from one contract).
-- In: flows, seasons; $lines = lines to spread, $repeats = how many of them are reported twice,
--     $lines_per_file, $history_starts_on, $as_of.
-- Whole numbers throughout, and a running total cut into equal steps, so that exactly $lines come out.
CREATE TABLE cells AS
WITH months AS (
    SELECT
        CAST(starts_on AS DATE) AS month_starts_on,
        last_day(starts_on) AS month_ends_on,
        100 + datediff('month', $history_starts_on, starts_on) // 4 AS growth_percent
    FROM range($history_starts_on, $as_of, INTERVAL 1 MONTH) AS calendar (starts_on)
),
active AS (
    SELECT
        flows.flow,
        flows.state,
        flows.source,
        flows.lines_per_order,
        months.month_starts_on,
        greatest(flows.first_day, months.month_starts_on) AS first_day,
        least(flows.last_day, months.month_ends_on) AS last_day,
        CAST(growth_percent * seasons.percent AS HUGEINT)
        * flows.weight
        * (1 + least(flows.last_day, months.month_ends_on) - greatest(flows.first_day, months.month_starts_on))
            AS share,
        CASE WHEN months.month_starts_on = date_trunc('month', flows.first_day) THEN flows.fixed_lines ELSE 0 END
            AS fixed_lines
    FROM flows
    INNER JOIN months ON months.month_starts_on <= flows.last_day AND months.month_ends_on >= flows.first_day
    INNER JOIN seasons
        ON flows.state = seasons.state AND month(months.month_starts_on) = seasons.month
),
running AS (
    SELECT
        *,
        sum(share) OVER (ORDER BY flow, month_starts_on ROWS UNBOUNDED PRECEDING) AS reached,
        sum(share) OVER () AS total
    FROM active
),
cut AS (
    SELECT
        *,
        CAST((CAST(reached AS HUGEINT) - share) * $lines // CAST(total AS HUGEINT) AS BIGINT) AS start_line,
        CAST(CAST(reached AS HUGEINT) * $lines // CAST(total AS HUGEINT) AS BIGINT) AS end_line
    FROM running
),
counted AS (
    SELECT
        flow,
        state,
        source,
        lines_per_order,
        month_starts_on,
        first_day,
        CAST(1 + last_day - first_day AS INTEGER) AS days,
        fixed_lines,
        start_line,
        end_line - start_line + fixed_lines AS line_count,
        end_line * $repeats // $lines - start_line * $repeats // $lines AS repeat_count,
        start_line - min(start_line) OVER (PARTITION BY flow) AS first_ordinal
    FROM cut
),
numbered AS (
    SELECT
        *,
        sum(line_count + repeat_count) OVER file_so_far - line_count - repeat_count AS rows_before,
        sum(line_count + repeat_count) OVER quarters_so_far AS lines_so_far
    FROM counted
    WHERE line_count > 0
    WINDOW
        file_so_far AS (PARTITION BY state, source ORDER BY month_starts_on, flow ROWS UNBOUNDED PRECEDING),
        quarters_so_far AS (ORDER BY state, date_trunc('quarter', month_starts_on))
)
SELECT
    flow,
    state,
    lines_per_order,
    month_starts_on,
    first_day,
    days,
    -- Planted lines are not among those that the running total cuts off, and are never repeated.
    CASE WHEN fixed_lines = 0 THEN start_line END AS start_line,
    line_count,
    line_count + repeat_count AS row_count,
    first_ordinal,
    CAST(rows_before AS BIGINT) AS rows_before,
    CAST((lines_so_far - 1) // $lines_per_file AS BIGINT) AS file_number
FROM numbered
ORDER BY file_number, flow, month_starts_on
