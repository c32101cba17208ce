/**
 * Configurations as templates, so that no test names a port: `${P:fe1}` is a free port, the same
 * one wherever the name stands; `${DIR}` is the folder the configuration lies in.
 */
import { freePorts } from "./ports.ts";

export interface FilledConfig {
  readonly text: string;
  /** Every port by its name, given ones included. */
  readonly ports: ReadonlyMap<string, number>;
}

const portPattern = /\$\{P:([\w-]+)\}/g;

/** Fills a template; names in `given` get those ports (origins, syslog), all others free ones. */
export async function fillConfig(
  template: string,
  folder: string,
  given: Readonly<Record<string, number>> = {},
): Promise<FilledConfig> {
  const ports = new Map(Object.entries(given));
  const names = new Set(Array.from(template.matchAll(portPattern), ([, name]) => name!));
  const missing = [...names].filter((name) => !ports.has(name));
  const free = await freePorts(missing.length);
  missing.forEach((name, index) => ports.set(name, free[index]!));
  const text = template
    .replaceAll(portPattern, (_, name: string) => String(ports.get(name)))
    .replaceAll("${DIR}", folder);
  return { text, ports };
}
