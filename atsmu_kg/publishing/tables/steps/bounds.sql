-- The least and the greatest of each integer type; NULL if there is none.
CREATE TABLE bounds AS
SELECT unnest($names) AS name, unnest($lows)::HUGEINT AS low, unnest($highs)::HUGEINT AS high
