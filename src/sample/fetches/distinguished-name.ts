/** Entries of a distinguished name in OpenSSL's one-line form, `/C=FR/O=x/CN=y` (manual 7.3.4). */

/** The value of the `occurrence`-th entry of that name in any case, from the end when negative. */
export function distinguishedName(
  dn: string,
  entry: string,
  occurrence: number,
): string | undefined {
  const wanted = entry.toLowerCase();
  const values: string[] = [];
  for (const part of dn.split(/\/(?=[A-Za-z0-9.]+=)/)) {
    const equals = part.indexOf("=");
    if (equals !== -1 && part.slice(0, equals).toLowerCase() === wanted)
      values.push(part.slice(equals + 1));
  }
  return values.at(occurrence > 0 ? occurrence - 1 : occurrence);
}
