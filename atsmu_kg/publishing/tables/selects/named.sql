SELECT subject, predicate, object, graph FROM statements WHERE graph <> 0 ORDER BY ALL
