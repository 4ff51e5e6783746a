SELECT subject, object, graph FROM statements WHERE predicate = $predicate AND kind = $kind AND graph <> 0 ORDER BY ALL
