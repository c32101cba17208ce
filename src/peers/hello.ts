/**
 * How a connection of peers begins (peers protocol 2.1, "Handshake"): three lines from who
 * connects, which name both, and a line with a status from who was connected to.
 */

/** What a hello is answered with. */
export const HelloStatus = {
  ok: 200,
  tryLater: 300,
  protocolError: 501,
  badVersion: 502,
  wrongLocalName: 503,
  unknownRemoteName: 504,
} as const;

export type HelloAnswer = (typeof HelloStatus)[keyof typeof HelloStatus];

const PROTOCOL = "HAProxyS";
const MAJOR = 2;
const MINOR = 1;
const LINES = 3;

/** The hello that `local` says to `remote`. */
export function helloText(remote: string, local: string, processId: number): string {
  return `${PROTOCOL} ${MAJOR}.${MINOR}\n${remote}\n${local} ${processId} 1\n`;
}

/** Where the three lines of a hello end in `text`; -1 while they are not all there. */
export function helloEnd(text: string): number {
  let end = 0;
  for (let line = 0; line < LINES; line++) {
    end = text.indexOf("\n", end) + 1;
    if (end === 0) return -1;
  }
  return end;
}

/** Judges a first line; a reader need not wait for the others if it is wrong. */
function judgeProtocol(line: string): HelloAnswer {
  const space = line.indexOf(" ");
  if (space < 0 || line.slice(0, space) !== PROTOCOL) return HelloStatus.protocolError;
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(line.slice(space + 1)) ?? [];
  if (Number(major) !== MAJOR || Number(minor) > MINOR) return HelloStatus.badVersion;
  return HelloStatus.ok;
}

/** The answer to a whole hello, and the name of who said it. */
export function judgeHello(
  text: string,
  local: string,
  isKnown: (name: string) => boolean,
): { readonly status: HelloAnswer; readonly remote: string } {
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const protocol = judgeProtocol(lines[0]!);
  const refused = (status: HelloAnswer): { status: HelloAnswer; remote: string } => ({
    status,
    remote: "",
  });
  if (protocol !== HelloStatus.ok) return refused(protocol);
  if (lines[1] !== local) return refused(HelloStatus.wrongLocalName);
  const space = lines[2]!.indexOf(" ");
  if (space < 0) return refused(HelloStatus.protocolError);
  const remote = lines[2]!.slice(0, space);
  if (!isKnown(remote)) return refused(HelloStatus.unknownRemoteName);
  return { status: HelloStatus.ok, remote };
}

/** Whether what came so far can be answered with a fault before the hello is whole. */
export function earlyFault(text: string): HelloAnswer | null {
  const end = text.indexOf("\n");
  if (end < 0) return null;
  const status = judgeProtocol(text.slice(0, end).replace(/\r$/, ""));
  return status === HelloStatus.ok ? null : status;
}
