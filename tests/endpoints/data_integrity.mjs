// Checks verifiable credentials, or hashes the canonical form of datasets; the question comes as JSON, as does the answer.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.argv[2]}/`));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { documents = [], contexts = {}, datasets = [] } = JSON.parse(readFileSync(0, "utf8"));

async function valid(credential) {
  const [vc, { DataIntegrityProof }, { cryptosuite }] = await Promise.all(
    ["@digitalbazaar/vc", "@digitalbazaar/data-integrity", "@digitalbazaar/eddsa-rdfc-2022-cryptosuite"].map(load),
  );
  const controller = credential.issuer;
  const publicKeyMultibase = controller.slice("did:key:".length);
  const id = `${controller}#${publicKeyMultibase}`;
  const method = { "@context": "https://w3id.org/security/multikey/v1", id, type: "Multikey", controller, publicKeyMultibase };
  // A did:key stands for this document.
  const known = {
    ...contexts,
    [id]: method,
    [controller]: { "@context": "https://www.w3.org/ns/did/v1", id: controller, assertionMethod: [id], verificationMethod: [method] },
  };
  const documentLoader = async (url) =>
    url in known ? { documentUrl: url, document: known[url] } : vc.defaultDocumentLoader(url);
  const suite = new DataIntegrityProof({ cryptosuite });
  const { verified } = await vc.verifyCredential({ credential, suite, documentLoader });
  return verified;
}

async function canonicalHash(dataset) {
  const { NQuads, canonize } = await load("rdf-canonize");
  // Line by line, since the parser compares each quad of a text with those before it.
  const quads = dataset.split("\n").flatMap((line) => NQuads.parse(line));
  const canonical = await canonize(quads, { algorithm: "RDFC-1.0", format: "application/n-quads" });
  return createHash("sha256").update(canonical).digest("hex");
}

const answers = [];
for (const document of documents) answers.push(await valid(document));
for (const dataset of datasets) answers.push(await canonicalHash(dataset));
process.stdout.write(JSON.stringify(answers));
