/** Entries of a distinguished name in OpenSSL's one-line form, `/C=FR/O=x/CN=y` (manual 7.3.4). */

/** The value of the `occurrence`-th entry of that name, from the end when negative. */
export function distinguishedName(dn: string, entry: string, occurrence: number): string | undefined {
  const values: string[] = [];
  for (const part of dn.split(/\/(?=[A-Za-z0-9.]+=)/)) {
    const equals = part.indexOf("=");
    if (equals !== -1 && part.slice(0, equals) === entry) values.push(part.slice(equals + 1));
  }
  return values.at(occurrence > 0 ? occurrence - 1 : occurrence);
}
