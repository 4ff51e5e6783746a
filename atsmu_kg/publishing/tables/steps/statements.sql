-- The quads by the ids of their terms, each once, in the order of the tables; 0 is the default graph.
CREATE TABLE statements AS
SELECT DISTINCT
    predicates.id AS predicate, kinds.place AS kind, subjects.id AS subject, objects.id AS object,
    coalesce(graphs.id, 0) AS graph
FROM lines
JOIN terms AS subjects ON subjects.token = lines.subject
JOIN terms AS predicates ON predicates.token = lines.predicate
JOIN terms AS objects ON objects.token = lines.object
LEFT JOIN terms AS graphs ON graphs.token = lines.graph
JOIN kinds ON kinds.kind = objects.kind AND kinds.datatype IS NOT DISTINCT FROM objects.datatype
ORDER BY ALL;
