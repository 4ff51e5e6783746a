// What a lint finds, and where it looks.

/** A finding: its code is that of the library's rule, its key that of its words; what is `refused` can't be asked. */
export function finding(code, key, { from, to }, values = {}, near = [], refused = false) {
  return { code, key, from, to, values, near, refused };
}

/** The patterns of a query, but for what another endpoint would be asked. */
export function local(query) {
  return query.patterns.filter(({ group }) => {
    for (let each = group; each; each = each.parent) if (each.kind === "service") return false;
    return true;
  });
}
