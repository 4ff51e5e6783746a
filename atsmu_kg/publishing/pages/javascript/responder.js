import { isLive } from "./server.js";

// On each page: registers the endpoint of the site, and lets the engine answer what it passes on. A server that
// answers SPARQL itself is not stood in for.
const base = new URL("./", document.currentScript.src);

if (navigator.serviceWorker && location.protocol.startsWith("http")) {
  const workers = navigator.serviceWorker;
  isLive(base)
    .then(async (live) => {
      const file = new URL("../service-worker.js", base);
      if (!live) return workers.register(file);
      return (await workers.getRegistration(new URL("../", base)))?.unregister();
    })
    .catch(() => {});
  workers.addEventListener("message", async ({ data, ports: [port] }) => {
    if (!data?.sparql) return;
    port.postMessage("taken");
    const { respond } = await import(new URL("endpoint.js", base));
    port.postMessage(await respond(data.sparql));
  });
  workers.startMessages();
}
// A page that is opened as a file gets no modules, and says what it needs.
const waiting = document.querySelector("#sparql [data-part=status]");
if (waiting && location.protocol === "file:") waiting.textContent = waiting.dataset.without;
