/** The parts of configurations that many areas share. */

/** HTTP defaults with short, bounded timeouts. */
export const httpDefaults = `
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
`;

/** One frontend `fe` before one server `web`; further lines go into each. */
export function oneToOne(frontendLines = "", backendLines = "", serverOptions = ""): string {
  return `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    ${frontendLines}
    default_backend be

backend be
    ${backendLines}
    server web 127.0.0.1:\${P:web} ${serverOptions}
`;
}

/** A GET with a Host and further fields. */
export function get(target: string, fields = "", version = "1.1"): string {
  return `GET ${target} HTTP/${version}\r\nHost: www.example.com\r\n${fields}\r\n`;
}

/** A POST with a Content-Length. */
export function post(target: string, body: string, fields = ""): string {
  return `POST ${target} HTTP/1.1\r\nHost: www.example.com\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`;
}
