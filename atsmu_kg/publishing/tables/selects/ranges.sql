-- Terms of one kind, datatype and language have ids one after the other.
SELECT
    kind, datatype, language, min(id) AS first, count(*) AS count,
    count(*) FILTER (WHERE coalesce(values.beyond, false)) AS beyond
FROM terms LEFT JOIN values USING (id)
GROUP BY kind, datatype, language
ORDER BY first
