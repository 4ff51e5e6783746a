-- The lines of an N-Quads file, as its four terms; "" for no graph.
CREATE TABLE lines AS
SELECT unnest(regexp_extract(
    line,
    '^(<[^>]*>|_:[^ ]+) (<[^>]*>) (<[^>]*>|_:[^ ]+|"(?:[^"\\]|\\.)*"(?:@[a-zA-Z0-9-]+|\^\^<[^>]*>)?)(?: (<[^>]*>|_:[^ ]+))? \.$',
    ['subject', 'predicate', 'object', 'graph']
))
FROM read_csv(
    $file, columns = {'line': 'VARCHAR'}, delim = chr(1), quote = '', escape = '', header = false, auto_detect = false,
    hive_partitioning = false, max_line_size = $longest, buffer_size = $buffer, parallel = false
);
