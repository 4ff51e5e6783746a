// What answers SPARQL beside the files of a site.

/** Whether the server beside a folder of scripts answers SPARQL: a file there says so. */
export async function isLive(base) {
  try {
    return (await (await fetch(new URL("server.json", base))).json()).live;
  } catch {
    return false;
  }
}
