/** The TLS versions that `ssl-min-ver` and `ssl-max-ver` name (manual 5.1). */
export const tlsVersions: readonly ["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"] = [
  "TLSv1.0",
  "TLSv1.1",
  "TLSv1.2",
  "TLSv1.3",
];
