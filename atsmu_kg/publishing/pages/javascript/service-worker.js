// The endpoint of a site: what its pages ask of sparql?query=… is answered by the engine of one of them.
import { question } from "./protocol.js";

const ENDPOINT = new URL("sparql", self.registration.scope).pathname;
// How long a page may take to say that it will answer; one that is going away says nothing.
const PATIENCE = 2_000;
// And to answer then: longer than any deadline.
const LONGEST = 120_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || url.pathname !== ENDPOINT) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(shown(url));
  else event.respondWith(answer(request, event.clientId));
});

/** A reader who opens the address of an answer gets the page, with the query in it. */
function shown(url) {
  return Response.redirect(
    `${self.registration.scope}sparql/${url.search ? `#${url.search.slice(1)}` : ""}`,
    303,
  );
}

async function answer(request, asking) {
  const asked = await question(request);
  if (asked.reason) return refused(asked.status, asked.reason);
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  pages.sort((one, other) => (other.id === asking) - (one.id === asking));
  for (const page of pages) {
    const told = await passed(page, asked);
    if (told)
      return told.status === 200
        ? new Response(request.method === "HEAD" ? null : told.body, { headers: told.headers })
        : refused(told.status, told.body);
  }
  return refused(503, "no page of this site is open that could answer");
}

function refused(status, reason) {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  if (status === 405) headers.allow = "GET, HEAD, POST";
  return new Response(`${reason}\n`, { status, headers });
}

/** What a page answers; null if it does not say in time that it will. */
function passed(page, asked) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let timer = setTimeout(() => resolve(null), PATIENCE);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      if (data === "taken")
        timer = setTimeout(() => resolve({ status: 503, body: "the page has gone away" }), LONGEST);
      else resolve(data);
    };
    page.postMessage({ sparql: asked }, [port2]);
  });
}
