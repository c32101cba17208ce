/** Modules from outside the program: plugins, loaded by absolute path. */
import { pathToFileURL } from "node:url";

/** Imports `path`; a `revision` above 0 gets a copy of its own. */
export async function importModule(
  path: string,
  revision: number,
): Promise<{ readonly default?: unknown }> {
  const url = pathToFileURL(path).href;
  const specifier = revision > 0 ? `${url}?v=${revision}` : url;
  return (await import(specifier)) as { readonly default?: unknown };
}
