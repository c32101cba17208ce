/** Another configuration for a proxy that runs: what a user writes to the file before a reload. */
import { writeFileSync } from "node:fs";
import { fillConfig } from "./config-template.ts";
import type { Proxy } from "./proxy.ts";

/**
 * Replaces the proxy's configuration file by the filled template, its admin socket kept. Ports
 * have the numbers of the first configuration, so that one must name them all (a comment will do).
 */
export async function rewriteConfig(proxy: Proxy, template: string): Promise<void> {
  const { text } = await fillConfig(template, proxy.folder, Object.fromEntries(proxy.ports));
  const admin = `global\n    stats socket ${proxy.adminSocket} level admin\n\n`;
  writeFileSync(proxy.configPath, admin + text);
}
