-- What a literal stands for, by its id: numbers, truth values and instants, where the form is valid.
-- What is valid and none of the columns can hold is beyond.
CREATE TABLE values AS
WITH typed AS (
    SELECT id, value, datatype[len($xsd) + 1:] AS name FROM terms WHERE starts_with(datatype, $xsd)
),
integers AS (
    SELECT id, try_cast(value AS DECIMAL(38, 0)) AS number, low, high, value
    FROM typed JOIN bounds USING (name) WHERE regexp_full_match(value, $integer)
),
decimals AS (
    SELECT id, value, NOT regexp_matches(value, '\.[0-9]{18}[0-9]*[1-9]') AS fits
    FROM typed WHERE name = 'decimal' AND regexp_full_match(value, $decimal)
),
reals AS (
    SELECT
        id,
        CASE name WHEN 'float' THEN try_cast(value AS FLOAT)::DOUBLE ELSE try_cast(value AS DOUBLE) END AS double
    FROM typed WHERE name IN ('double', 'float') AND regexp_full_match(value, $real)
),
clocks AS (
    SELECT id, unnest(regexp_extract(
        value,
        '^(-?[0-9]+)(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?))?(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?$',
        ['year', 'month', 'day', 'hour', 'minute', 'second', 'utc', 'sign', 'hours', 'minutes']
    ))
    FROM typed WHERE CASE name
        WHEN 'date' THEN regexp_full_match(value, $date)
        WHEN 'gYear' THEN regexp_full_match(value, $year)
        WHEN 'gYearMonth' THEN regexp_full_match(value, $month)
        WHEN 'dateTime' THEN regexp_full_match(value, $moment)
        WHEN 'dateTimeStamp' THEN regexp_full_match(value, $stamp)
        ELSE false
    END
),
parts AS (
    SELECT
        id,
        try_cast(year AS BIGINT) AS year,
        coalesce(try_cast(month AS BIGINT), 1) AS month,
        coalesce(try_cast(day AS BIGINT), 1) AS day,
        coalesce(try_cast(hour AS BIGINT), 0) AS hour,
        coalesce(try_cast(minute AS BIGINT), 0) AS minute,
        coalesce(try_cast(second AS DOUBLE), 0) AS second,
        NOT regexp_matches(second, '\.[0-9]{6}[0-9]*[1-9]') AND abs(try_cast(year AS BIGINT)) < 200000 AS fits,
        CASE
            WHEN utc <> '' THEN 0
            WHEN sign <> '' THEN (sign || '1')::SMALLINT * (hours::SMALLINT * 60 + minutes::SMALLINT)
        END AS offset_minutes
    FROM clocks
),
instants AS (
    SELECT
        id,
        fits,
        offset_minutes,
        CASE WHEN fits THEN
            TRY(make_timestamp(year, month, day, hour % 24, minute, second))
            + to_hours(CASE hour WHEN 24 THEN 24 ELSE 0 END)
            - to_minutes(coalesce(offset_minutes, 0))
        END AS instant
    FROM parts
)
SELECT
    id, try_cast(number AS BIGINT) AS integer, try_cast(number AS DECIMAL(38, 18)) AS decimal,
    try_cast(value AS DOUBLE) AS double, NULL::BOOLEAN AS boolean, NULL::TIMESTAMP AS instant,
    NULL::SMALLINT AS offset_minutes, integer IS NULL AS beyond
FROM integers WHERE number IS NULL OR number BETWEEN coalesce(low, number) AND coalesce(high, number)
UNION ALL
SELECT
    id, NULL, CASE WHEN fits THEN try_cast(value AS DECIMAL(38, 18)) END AS exact, try_cast(value AS DOUBLE),
    NULL, NULL, NULL, exact IS NULL
FROM decimals
UNION ALL
SELECT id, NULL, NULL, double, NULL, NULL, NULL, double IS NULL FROM reals
UNION ALL
SELECT id, NULL, NULL, NULL, value IN ('true', '1'), NULL, NULL, false
FROM typed WHERE name = 'boolean' AND regexp_full_match(value, $boolean)
UNION ALL
SELECT id, NULL, NULL, NULL, NULL, instant, CASE WHEN instant IS NOT NULL THEN offset_minutes END, NOT fits
FROM instants;
