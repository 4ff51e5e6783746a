-- The dictionary: each term once, with the values that SQL can compare. JSON escapes as N-Quads do.
CREATE TABLE terms AS
WITH tokens AS (
    SELECT subject AS token FROM lines
    UNION SELECT predicate FROM lines
    UNION SELECT object FROM lines
    UNION SELECT graph FROM lines WHERE graph <> ''
),
literals AS (
    SELECT token, unnest(regexp_extract(
        token, '^("(?:[^"\\]|\\.)*")(?:@([a-zA-Z0-9-]+)|\^\^<([^>]*)>)?$', ['quoted', 'tag', 'type']
    ))
    FROM tokens WHERE token[1] = '"'
),
parts AS (
    SELECT
        token, 'literal' AS kind,
        CASE WHEN contains(quoted, '\') THEN json_extract_string(quoted, '$') ELSE quoted[2:-2] END AS value,
        CASE WHEN tag <> '' THEN $tagged WHEN type <> '' THEN type ELSE $xsd || 'string' END AS datatype,
        nullif(tag, '') AS language
    FROM literals
    UNION ALL
    SELECT token, 'iri', token[2:-2], NULL, NULL FROM tokens WHERE token[1] = '<'
    UNION ALL
    SELECT token, 'blank', token[3:], NULL, NULL FROM tokens WHERE token[1] = '_'
)
SELECT row_number() OVER (ORDER BY kind, datatype NULLS FIRST, language NULLS FIRST, value) AS id, * FROM parts;
