// Reads one request a line, and answers one line for each.
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { answer } from "./repondre.mjs";

for await (const ligne of readline.createInterface({ input: process.stdin })) {
  const demande = JSON.parse(ligne);
  process.stdout.write(JSON.stringify(await answer({ ...demande, module: pathToFileURL(demande.module).href })) + "\n");
}
