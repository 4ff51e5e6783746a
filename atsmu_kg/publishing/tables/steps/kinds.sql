-- The kinds of objects that have tables of their own; languages share one.
CREATE TABLE kinds AS
SELECT row_number() OVER (ORDER BY kind, datatype NULLS FIRST) AS place, kind, datatype
FROM (SELECT DISTINCT kind, datatype FROM terms);
