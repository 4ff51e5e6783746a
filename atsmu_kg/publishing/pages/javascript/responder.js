// On each page: registers the endpoint of the site, and lets the engine answer what it passes on.
const base = new URL("./", document.currentScript.src);

if (navigator.serviceWorker && location.protocol.startsWith("http")) {
  const workers = navigator.serviceWorker;
  workers.register(new URL("../service-worker.js", base)).catch(() => {});
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
