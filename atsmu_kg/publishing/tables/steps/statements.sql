-- The quads by the ids of their terms, each once, in the order of the tables; 0 is the default graph. Each step
-- joins the terms once: what a join holds in memory does not add up.
CREATE TABLE with_subjects AS
SELECT subjects.id AS subject, lines.predicate, lines.object, lines.graph
FROM lines
JOIN terms AS subjects ON subjects.token = lines.subject;
DROP TABLE lines;
CREATE TABLE with_objects AS
SELECT with_subjects.predicate, kinds.place AS kind, with_subjects.subject, objects.id AS object, with_subjects.graph
FROM with_subjects
JOIN terms AS objects ON objects.token = with_subjects.object
JOIN kinds ON kinds.kind = objects.kind AND kinds.datatype IS NOT DISTINCT FROM objects.datatype;
DROP TABLE with_subjects;
CREATE TABLE with_predicates AS
SELECT predicates.id AS predicate, with_objects.kind, with_objects.subject, with_objects.object, with_objects.graph
FROM with_objects
JOIN terms AS predicates ON predicates.token = with_objects.predicate;
DROP TABLE with_objects;
CREATE TABLE with_graphs AS
SELECT
    with_predicates.predicate, with_predicates.kind, with_predicates.subject, with_predicates.object,
    coalesce(graphs.id, 0) AS graph
FROM with_predicates
LEFT JOIN terms AS graphs ON graphs.token = with_predicates.graph;
DROP TABLE with_predicates;
CREATE TABLE statements AS
SELECT DISTINCT * FROM with_graphs
ORDER BY ALL;
DROP TABLE with_graphs;
