-- Each property and kind of object, with the number of its triples in the default graph and in named graphs.
SELECT
    terms.value AS iri, predicate AS id, statements.kind AS place, kinds.kind, kinds.datatype,
    count(*) FILTER (WHERE graph = 0) AS merged, count(*) FILTER (WHERE graph <> 0) AS named
FROM statements
JOIN terms ON terms.id = predicate
JOIN kinds ON kinds.place = statements.kind
GROUP BY ALL
ORDER BY id, place
