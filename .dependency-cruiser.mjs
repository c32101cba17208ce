/**
 * The layers of src: each may import from its own row and from those above it. Siblings of one row
 * meet through their types.ts. dependency-cruiser reads TypeScript through swc here.
 */
const rows = [
  ["core"],
  ["runtime", "http"],
  ["config", "sample", "pattern"],
  ["stick-table", "server", "log", "stats", "dns"],
  ["peers"],
  ["balance", "rules", "connection", "mux"],
  ["stream"],
  ["listener"],
  ["applet", "cli", "plugin"],
  ["app"],
];

const folders = (names) => `^src/(${names.join("|")})/`;

/** No row imports from a later one. */
const upward = rows.slice(0, -1).map((row, index) => ({
  name: `no-upward-from-${row.join("-")}`,
  severity: "error",
  comment: "Imports go one way; see ARCHITECTURE.md, Layers.",
  from: { path: folders(row) },
  to: { path: folders(rows.slice(index + 1).flat()) },
}));

export default {
  forbidden: [
    ...upward,
    {
      name: "src-knows-no-runtime",
      severity: "error",
      comment:
        "src imports nothing but src and its web dependencies; runtimes are behind src/runtime.",
      from: { path: "^src/" },
      to: {
        path: "^(runtime-adapters|test|bench|scripts)/|^(node:|bun:)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "src-imports-no-builtin",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "adapters-import-runtime-and-app-only",
      severity: "error",
      from: { path: "^runtime-adapters/" },
      to: { path: "^src/", pathNot: "^src/(runtime|app|core)/" },
    },
    {
      name: "bun-adapter-stands-alone",
      severity: "error",
      from: { path: "^runtime-adapters/bun/" },
      to: { path: "^runtime-adapters/(node|deno)/" },
    },
    {
      name: "node-adapter-stands-alone",
      severity: "error",
      from: { path: "^runtime-adapters/node/" },
      to: { path: "^runtime-adapters/(bun|deno)/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "Type-only imports are erased; they may name each other within a folder.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(bun|bun:|node:|deno)" },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".mjs", ".js"] },
  },
};
