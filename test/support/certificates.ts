/**
 * Certificates for TLS tests, made with openssl in a temporary folder once a process. Absent
 * openssl, or absent acceptance material, the tests that need them skip by name.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findInstalled } from "./programs.ts";
import { makeTempFolder } from "./temp-folder.ts";

/** A certificate with its key; `combinedPath` holds both, as HAProxy's `crt` wants it. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly combinedPath: string;
}

export interface CertificateAuthority {
  readonly folder: string;
  readonly caPath: string;
  readonly ca: string;
  /** A leaf for DNS names; the first is the common name too. */
  issue(names: readonly string[], keyType?: "rsa" | "ecdsa"): Certificate;
  remove(): void;
}

/** True when openssl can be run. */
export const hasOpenssl: boolean = findInstalled("openssl") !== undefined;

/** A fresh authority; leaves lie in `folder`. */
export function makeAuthority(name = "test"): CertificateAuthority {
  const folder = makeTempFolder();
  const at = (file: string): string => join(folder.path, file);
  openssl(
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    at("ca.key"),
    "-out",
    at("ca.pem"),
    "-subj",
    `/CN=${name} CA`,
  );
  let count = 0;
  return {
    folder: folder.path,
    caPath: at("ca.pem"),
    ca: readFileSync(at("ca.pem"), "utf8"),
    remove: () => folder.remove(),
    issue(names, keyType = "ecdsa") {
      const stem = at(`leaf${++count}`);
      const newKey =
        keyType === "rsa" ? ["rsa:2048"] : ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
      openssl(
        "req",
        "-new",
        "-newkey",
        ...newKey,
        "-nodes",
        "-keyout",
        `${stem}.key`,
        "-out",
        `${stem}.csr`,
        "-subj",
        `/CN=${names[0]}`,
      );
      writeFileSync(
        `${stem}.ext`,
        `subjectAltName=${names.map((dns) => `DNS:${dns}`).join(",")}\n`,
      );
      openssl(
        "x509",
        "-req",
        "-in",
        `${stem}.csr`,
        "-CA",
        at("ca.pem"),
        "-CAkey",
        at("ca.key"),
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        `${stem}.ext`,
        "-out",
        `${stem}.crt`,
      );
      const cert = readFileSync(`${stem}.crt`, "utf8");
      const key = readFileSync(`${stem}.key`, "utf8");
      writeFileSync(`${stem}.pem`, cert + key);
      return { cert, key, combinedPath: `${stem}.pem` };
    },
  };
}

const acceptance = resolve(import.meta.dirname, "../../../shared/acceptance");

/** True when the acceptance material lies beside the repository. */
export const hasAcceptance: boolean = existsSync(join(acceptance, "edge.cfg"));

/** A copy of the acceptance folder with its certificates made. */
export function copyAcceptance(): { readonly path: string; remove(): void } {
  const folder = makeTempFolder();
  cpSync(acceptance, folder.path, { recursive: true });
  execFileSync("chmod", ["-R", "u+w", folder.path]);
  execFileSync("sh", [join(folder.path, "certs/make-certs.sh")], { stdio: "ignore" });
  return folder;
}

function openssl(...args: string[]): void {
  execFileSync("openssl", args, { stdio: "ignore" });
}
