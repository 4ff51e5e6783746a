// Calls a function of a module with each of several lists of arguments, which come as JSON, as do the answers.
import { readFileSync } from "node:fs";

const { module, name, calls } = JSON.parse(readFileSync(0, "utf8"));
const { [name]: called } = await import(module);
const answers = [];
for (const given of calls) answers.push((await called(...given)) ?? null);
process.stdout.write(JSON.stringify(answers));
