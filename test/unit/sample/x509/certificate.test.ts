/** Certificates read from their bytes; the answers are those of HAProxy 3.2 for the same one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ldapName,
  nameEntry,
  oneLineName,
} from "../../../../src/sample/x509/distinguished-names.ts";
import { readX509 } from "../../../../src/sample/x509/certificate.ts";

/** Made with openssl: names of every kind, two units, an attribute type without a name. */
const BASE64 = [
  "MIIESTCCAzGgAwIBAgIDAP8BMA0GCSqGSIb3DQEBCwUAMIGTMQswCQYDVQQGEwJGUjENMAsGA1UECAwEw45sZTEOMAwG",
  "A1UEBwwFUGFyaXMxETAPBgNVBAoMCE9yZywgSW5jMQwwCgYDVQQLDANvbmUxDDAKBgNVBAsMA3R3bzETMBEGA1UEAwwK",
  "Y24uZXhhbXBsZTEUMBIGCSqGSIb3DQEJARYFYUBiLmMxCzAJBgJTBAwDb2RkMCAXDTI2MTEyMjE2NTM1OFoYDzIwODEw",
  "ODI1MTY1MzU4WjCBkzELMAkGA1UEBhMCRlIxDTALBgNVBAgMBMOObGUxDjAMBgNVBAcMBVBhcmlzMREwDwYDVQQKDAhP",
  "cmcsIEluYzEMMAoGA1UECwwDb25lMQwwCgYDVQQLDAN0d28xEzARBgNVBAMMCmNuLmV4YW1wbGUxFDASBgkqhkiG9w0B",
  "CQEWBWFAYi5jMQswCQYCUwQMA29kZDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBALaZ7vWsOQxLSrLy2YJ0",
  "lSMll8fB8TcWpsjqi7WM6NJ3R+NtejvBblGrQ3MRm7HCzDzHqgT3PG5F8fFyrQdm2Z0c/qtai2rPtEF9j1eYItApF/pK",
  "9VVy/8QneCk/U5zJSTpKt8p/HqVXReRbYqHqhZAopg1kDP9LbnmWUuy2qTx/AXLU4a1oEgseJ8VFhZcjbgS3U1tWq3Md",
  "iBEv704CHv2Zwa4GapmJ9VUkKVLS1ye0yybzvzB3fSLsxXhcOjhKvhTeweJGhuZ2w9X7hT+AWbjvVhM82enhl0O1Unoj",
  "Gkf8PQ2zMgOBL57lxIyuFnvNtLVxH4BTZM8r5ru7IgVOJvsCAwEAAaOBoTCBnjBvBgNVHREEaDBmgglhLmV4YW1wbGWC",
  "CyouYi5leGFtcGxlhwR/AAABhxAgAQ24AAAAAAAAAAAAAAABhgpodHRwOi8veC95gQVtQHgueYgCKgOkEDAOMQwwCgYD",
  "VQQDDANkaXKgCwYDKgMEoAQMAmhpMAwGA1UdEwQFMAMBAf8wHQYDVR0OBBYEFF4Fl6yPDA0ToB/K+OeTYVMe/VGOMA0G",
  "CSqGSIb3DQEBCwUAA4IBAQCnTDkdHOdAqiE8j58tqtweF0EtiAn0Gt+4EVlOgMz/UOFZyHZE2meoiOPxXoSLpAadFVge",
  "RIMCGWV4OPNtiZs/1UF+WcPSjNYwXIMyRjxAXTPCtbHZO3hUl2f8RWXXeuy61ljZcHidZeBeYUWwxSqvezqeLHQ069ci",
  "sMIW8Mra3/DEDgQ7i+j4BM6/rDw6juS8dWzyiKNdNjcv3Kd1dNV1bwWhMueifSd1dzRt4mlHEwvwj3IjBlkcjPhtq4Wa",
  "rNm6HTMVhuuMPB5y0VmGvGJoMRD07xp9iKsyjDPfxWlSUweSoiumIpHM86jXbdUSgsJG9IzG40ILd8d9LxUp1VVa",
].join("");

const der: Uint8Array = Uint8Array.from(atob(BASE64), (char) => char.charCodeAt(0));
const certificate = readX509(der)!;

test("numbers, times and algorithms", () => {
  const { version, serial, signatureAlgorithm, keyAlgorithm, notBefore, notAfter } = certificate;
  assert.equal(version, 3);
  assert.equal(serial, "\xff\x01");
  assert.equal(signatureAlgorithm, "RSA-SHA256");
  assert.equal(keyAlgorithm, "rsaEncryption");
  assert.equal(notBefore, "261122165358Z");
  // Written with four digits of the year in the certificate.
  assert.equal(notAfter, "810825165358Z");
});

test("names in one line, for LDAP and by entry", () => {
  const { subject } = certificate;
  assert.equal(
    oneLineName(subject),
    "/C=FR/ST=\xc3\x8ele/L=Paris/O=Org, Inc/OU=one/OU=two/CN=cn.example/emailAddress=a@b.c/2.3.4=odd",
  );
  assert.equal(
    ldapName(subject),
    "2.3.4=#0C036F6464,emailAddress=a@b.c,CN=cn.example,OU=two,OU=one,O=Org\\, Inc,L=Paris,ST=\\C3\\8Ele,C=FR",
  );
  assert.equal(nameEntry(subject, "cn", 1), "cn.example");
  assert.equal(nameEntry(subject, "OU", 1), "one");
  assert.equal(nameEntry(subject, "OU", 2), "two");
  assert.equal(nameEntry(subject, "OU", -1), "two");
  assert.equal(nameEntry(subject, "OU", 3), undefined);
  assert.equal(nameEntry(subject, "OU", 0), undefined);
});

test("alternative names of every kind", () => {
  assert.equal(
    certificate.subjectAltNames,
    "DNS:a.example, DNS:*.b.example, IP Address:127.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1, " +
      "URI:http://x/y, email:m@x.y, Registered ID:1.2.3, DirName:CN = dir, othername:<unsupported>",
  );
});

test("bytes cut anywhere give nothing, and no error", () => {
  for (let length = 0; length < der.length; length++)
    assert.equal(readX509(der.slice(0, length)), null, `${length}`);
});
