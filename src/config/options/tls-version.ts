/**
 * The older words for TLS versions on `bind` and `server` lines (`force-tlsv12`, `no-tlsv13`,
 * manual 5.1 and 5.2): each moves the lowest or the highest version.
 */
import type { Load } from "../load-state.ts";
import type { Arguments } from "../arguments.ts";
import type { OptionRow } from "./rows.ts";
import { tlsVersions } from "../values/tls-version.ts";

interface Versions {
  minVersion: string | null;
  maxVersion: string | null;
}

/** What is spoken without an option; `no-` of an older version changes nothing. */
const USUAL_LOWEST = tlsVersions.indexOf("TLSv1.2");

/** The rows for lines described in that section of the manual. */
export function tlsVersionOptions<Target extends Versions>(
  manual: string,
): readonly OptionRow<Target>[] {
  return [
    row("no-sslv3", "speaks no SSLv3, as ever", () => {}),
    ...tlsVersions.flatMap((version, index) => {
      const word = version.toLowerCase().replace(".", "");
      return [
        row(`force-${word}`, `speaks ${version} only`, (target) => {
          target.minVersion = version;
          target.maxVersion = version;
        }),
        row(`no-${word}`, `does not speak ${version}`, (target, args, load) =>
          exclude(target, index, args, load),
        ),
      ];
    }),
  ];

  function row(
    name: string,
    summary: string,
    set: (target: Target, args: Arguments, load: Load) => void,
  ): OptionRow<Target> {
    return {
      name,
      syntax: name,
      manual,
      summary,
      parse: (args, target, load) => set(target, args, load),
    };
  }
}

function exclude(target: Versions, index: number, args: Arguments, load: Load): void {
  const places: readonly (string | null)[] = tlsVersions;
  const lowest = target.minVersion === null ? USUAL_LOWEST : places.indexOf(target.minVersion);
  const highest =
    target.maxVersion === null ? tlsVersions.length - 1 : places.indexOf(target.maxVersion);
  if (index < lowest || index > highest) return;
  if (lowest === highest) load.diagnostics.error(args.last, "no TLS version would be left");
  else if (index === lowest) target.minVersion = tlsVersions[index + 1]!;
  else if (index === highest) target.maxVersion = tlsVersions[index - 1]!;
  else load.diagnostics.error(args.last, "versions between the lowest and the highest are spoken");
}
