/** Modules from outside the program. Bun tells copies apart by the query of a path, not of a file URL. */

/** Imports `path`; a `revision` above 0 gets a copy of its own. */
export async function importModule(
  path: string,
  revision: number,
): Promise<{ readonly default?: unknown }> {
  const specifier = revision > 0 ? `${path}?v=${revision}` : path;
  return (await import(specifier)) as { readonly default?: unknown };
}
