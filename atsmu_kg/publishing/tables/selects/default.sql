SELECT subject, predicate, object FROM statements WHERE graph = 0 ORDER BY ALL
