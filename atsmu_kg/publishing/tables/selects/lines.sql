SELECT count(*) FROM lines WHERE subject <> ''
