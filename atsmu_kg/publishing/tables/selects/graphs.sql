SELECT DISTINCT graph FROM statements WHERE graph <> 0 ORDER BY graph
