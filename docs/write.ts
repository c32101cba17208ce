/** `npm run docs`: writes docs/REFERENCE.md. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { referencePage } from "./reference.ts";

const path = join(import.meta.dirname, "REFERENCE.md");
writeFileSync(path, referencePage());
console.log(`wrote ${path}`);
