SELECT subject, object FROM statements WHERE predicate = $predicate AND kind = $kind AND graph = 0 ORDER BY ALL
