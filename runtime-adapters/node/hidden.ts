/**
 * What Node (and Deno's copy of it) does but leaves out of the type files: binding a server's
 * handle without waiting, so that `listen` can throw, and the result of a TLS verification.
 */
declare module "node:net" {
  /** A bound stream handle, not listening yet; or minus the errno. `fd` is null when it is not one. */
  function _createServerHandle(
    address: string,
    port: number,
    addressType: 4 | 6,
    fd: null,
    flags: number,
  ): ServerHandle | number;

  interface Server {
    listen(handle: ServerHandle, backlog: number): this;
  }
}

declare module "node:tls" {
  interface TLSSocket {
    readonly ssl: {
      verifyError(): (Error & { readonly code: string }) | string | null | undefined;
    };
  }
}

/** A libuv stream handle. */
export interface ServerHandle {
  /** Listens; 0 or minus the errno. */
  listen(backlog: number): number;
  close(): void;
  /** The descriptor, -1 or absent where there is none to tell. */
  readonly fd?: number;
}
