SELECT id, kind, value, datatype, language, integer, decimal, double, boolean, instant, offset_minutes
FROM terms LEFT JOIN values USING (id)
ORDER BY id
