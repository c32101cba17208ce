/**
 * The few calls to libc that Bun has no API for, through bun:ffi. Numbers are those of Linux,
 * the same on x86-64 and arm64. A call that fails returns minus the errno, as the kernel does.
 */
import { dlopen, FFIType, ptr as ptrOf, read } from "bun:ffi";

const { i32, u32, ptr, cstring, u64 } = FFIType;

const { symbols: libc } = dlopen("libc.so.6", {
  __errno_location: { args: [], returns: ptr },
  socket: { args: [i32, i32, i32], returns: i32 },
  bind: { args: [i32, ptr, u32], returns: i32 },
  connect: { args: [i32, ptr, u32], returns: i32 },
  listen: { args: [i32, i32], returns: i32 },
  getsockname: { args: [i32, ptr, ptr], returns: i32 },
  setsockopt: { args: [i32, i32, i32, ptr, u32], returns: i32 },
  getsockopt: { args: [i32, i32, i32, ptr, ptr], returns: i32 },
  sendmmsg: { args: [i32, ptr, u32, i32], returns: i32 },
  fcntl: { args: [i32, i32, i32], returns: i32 },
  close: { args: [i32], returns: i32 },
  inet_pton: { args: [i32, cstring, ptr], returns: i32 },
  chroot: { args: [cstring], returns: i32 },
  setgroups: { args: [u64, ptr], returns: i32 },
  setgid: { args: [u32], returns: i32 },
  setuid: { args: [u32], returns: i32 },
});

export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
export const EINPROGRESS = 115;
const F_GETFL = 3;
const F_SETFL = 4;
const F_DUPFD_CLOEXEC = 1030;
const O_NONBLOCK = 0o4000;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;

function outcome(returned: number): number {
  if (returned >= 0) return returned;
  const location = libc.__errno_location();
  return location === null ? -1 : -read.i32(location, 0);
}

function cString(text: string): Uint8Array {
  return Buffer.from(`${text}\0`, "utf8");
}

/** A non-blocking, close-on-exec socket, or minus the errno. */
export function socket(family: number, type: number): number {
  return outcome(libc.socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

export function bind(fd: number, address: Uint8Array): number {
  return outcome(libc.bind(fd, address, address.length));
}

export function connect(fd: number, address: Uint8Array): number {
  return outcome(libc.connect(fd, address, address.length));
}

export function listen(fd: number, backlog: number): number {
  return outcome(libc.listen(fd, backlog));
}

export function close(fd: number): void {
  libc.close(fd);
}

/** A duplicate that exec does not inherit, or minus the errno. */
export function duplicate(fd: number): number {
  return outcome(libc.fcntl(fd, F_DUPFD_CLOEXEC, 0));
}

export function setNonBlocking(fd: number): number {
  const flags = outcome(libc.fcntl(fd, F_GETFL, 0));
  return flags < 0 ? flags : outcome(libc.fcntl(fd, F_SETFL, flags | O_NONBLOCK));
}

/** Sets an option of one int, or of several in a row; 0 or minus the errno. */
export function setOption(
  fd: number,
  level: number,
  option: number,
  ...values: readonly number[]
): number {
  const ints = Int32Array.from(values);
  return outcome(libc.setsockopt(fd, level, option, ints, ints.byteLength));
}

/** Sets an option whose value is text; 0 or minus the errno. */
export function setTextOption(fd: number, level: number, option: number, text: string): number {
  const bytes = cString(text);
  return outcome(libc.setsockopt(fd, level, option, bytes, bytes.length));
}

/** Reads an option into `into`; the bytes that it has, or minus the errno. */
export function readOption(fd: number, level: number, option: number, into: Uint8Array): number {
  const sizeBytes = Uint32Array.of(into.length);
  const result = outcome(libc.getsockopt(fd, level, option, into, sizeBytes));
  return result < 0 ? result : sizeBytes[0]!;
}

/** The port a descriptor is bound to, 0 for anything but TCP. */
export function boundPort(fd: number): number {
  const address = new Uint8Array(128);
  if (libc.getsockname(fd, address, Uint32Array.of(address.length)) < 0) return 0;
  const family = address[0]! | (address[1]! << 8);
  return family === AF_INET || family === AF_INET6 ? (address[2]! << 8) | address[3]! : 0;
}

/**
 * Sends, without waiting and without SIGPIPE, `count` messages whose struct mmsghdr begin at word `firstWord` of `headers`; how many
 * were sent, or minus the errno of the first.
 */
export function sendMany(
  fd: number,
  headers: Uint32Array,
  firstWord: number,
  count: number,
): number {
  return outcome(
    libc.sendmmsg(fd, ptrOf(headers, firstWord * 4), count, MSG_DONTWAIT | MSG_NOSIGNAL),
  );
}

/** Writes the binary form of an address literal into `into`; false when it is none of `family`. */
export function parseAddress(family: number, literal: string, into: Uint8Array): boolean {
  return libc.inet_pton(family, cString(literal), into) === 1;
}

export function chroot(path: string): number {
  return outcome(libc.chroot(cString(path)));
}

export function setGroups(gid: number): number {
  return outcome(libc.setgroups(1, Uint32Array.of(gid)));
}

export function setGid(gid: number): number {
  return outcome(libc.setgid(gid));
}

export function setUid(uid: number): number {
  return outcome(libc.setuid(uid));
}
