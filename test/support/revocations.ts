/** Client certificates that are good, revoked or expired, and the list of the revoked ones; by `openssl ca`. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTempFolder } from "./temp-folder.ts";

interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface Revocations {
  readonly caPath: string;
  readonly listPath: string;
  readonly good: ClientCertificate;
  readonly revoked: ClientCertificate;
  readonly expired: ClientCertificate;
  /** Of nobody that the authority knows. */
  readonly stranger: ClientCertificate;
  remove(): void;
}

const SETTINGS = `[ca]
default_ca = all
[all]
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 2
default_crl_days = 2
policy = names
[names]
commonName = supplied
`;

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const PAST = ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"];

export function makeRevocations(): Revocations {
  const folder = makeTempFolder();
  const at = (file: string): string => join(folder.path, file);
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { stdio: "ignore", cwd: folder.path });
  };
  const read = (name: string): ClientCertificate => ({
    cert: readFileSync(at(`${name}.pem`), "utf8"),
    key: readFileSync(at(`${name}.key`), "utf8"),
  });
  const selfSigned = (name: string): void => {
    const files = ["-keyout", `${name}.key`, "-out", `${name}.pem`];
    openssl("req", "-x509", ...NEW_KEY, "-days", "2", "-subj", `/CN=${name}`, ...files);
  };
  const issue = (name: string, ...dates: string[]): void => {
    const request = ["-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`];
    openssl("req", "-new", ...NEW_KEY, ...request);
    const files = ["-in", `${name}.csr`, "-out", `${name}.pem`];
    openssl("ca", "-batch", "-notext", "-config", "ca.cnf", ...files, ...dates);
  };
  writeFileSync(at("ca.cnf"), SETTINGS);
  writeFileSync(at("index.txt"), "");
  writeFileSync(at("serial"), "01\n");
  for (const name of ["ca", "stranger"]) selfSigned(name);
  for (const name of ["good", "revoked"]) issue(name);
  issue("expired", ...PAST);
  openssl("ca", "-config", "ca.cnf", "-revoke", "revoked.pem");
  openssl("ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem");
  return {
    caPath: at("ca.pem"),
    listPath: at("list.pem"),
    good: read("good"),
    revoked: read("revoked"),
    expired: read("expired"),
    stranger: read("stranger"),
    remove: () => folder.remove(),
  };
}
