// A button beside what is often copied; without JavaScript the texts are there all the same.
const [copy, copied] = $copying[document.documentElement.lang];
// On a page that came over plain HTTP a script may not copy.
for (const text of navigator.clipboard ? document.querySelectorAll(".id code, .citation, pre.copied") : []) {
  const copiedText = text.textContent.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copiedText);
    button.textContent = copied;
    setTimeout(() => (button.textContent = copy), 2000);
  });
  if (text.localName === "pre") text.prepend(button);
  else text.after(button);
}

// What answers for the endpoint of the site, if it has one.
if (document.currentScript.dataset.asks !== undefined) {
  const responder = document.createElement("script");
  responder.src = new URL("../sparql/responder.js", document.currentScript.src);
  document.head.append(responder);
}
