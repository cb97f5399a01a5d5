// Unpacks the browser of the package @sparticuz/chromium into a folder: node unpack.mjs NODE_MODULES FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

const [modules, folder] = process.argv.slice(2);
const packed = join(modules, "@sparticuz", "chromium", "bin");
mkdirSync(folder, { recursive: true });
for (const [from, to, mode] of [["al2023.tar.br", "libraries.tar", 0o644], ["chromium.br", "chromium", 0o755]])
  writeFileSync(join(folder, to), brotliDecompressSync(readFileSync(join(packed, from))), { mode });
