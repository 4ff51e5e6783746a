-- What R2RML needs a map of its own for: a property's kinds of subject, and the languages of its objects.
SELECT DISTINCT
    predicate, statements.kind AS place, graph <> 0 AS named, subjects.kind AS subject, objects.language AS language
FROM statements
JOIN terms AS subjects ON subjects.id = subject
JOIN terms AS objects ON objects.id = object
LEFT JOIN terms AS graphs ON graphs.id = graph
WHERE coalesce(graphs.kind, 'iri') = 'iri'
ORDER BY ALL
