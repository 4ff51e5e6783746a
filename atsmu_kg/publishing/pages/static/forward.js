// To the page of the document, and to the passage in it that the address names.
location.replace(document.querySelector("a").href + location.hash);
