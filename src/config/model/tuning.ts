/** Limits and sizes of what the process keeps, and what it lets pass (`tune` directives, manual 3). */

/** Memory the kernel keeps for each connection of one side, bytes; 0 for the system's choice. */
export interface SocketMemoryModel {
  receiveBytes: number;
  sendBytes: number;
  /** Unsent bytes above which a socket takes no more. */
  unsentBytes: number;
}

/** What variables of each scope may take, bytes, as HAProxy counts them; 0 for no limit. */
export interface VariableLimitsModel {
  sess: number;
  txn: number;
  /** Of the request, and of the response. */
  reqres: number;
}

export interface TuningModel {
  /** Most characters of a cookie kept for logs. */
  cookieLength: number;
  /** Most characters of a request line kept for logs. */
  requestLineLength: number;
  readonly clientSockets: SocketMemoryModel;
  readonly serverSockets: SocketMemoryModel;
  readonly variables: VariableLimitsModel;
  /** Health checks that run at once; 0 for any number. */
  checksAtOnce: number;
  /** Clients with a port below 1024 are turned away. */
  refusesPrivilegedPorts: boolean;
  /** A key that a certificate's file lacks is looked for beside it. */
  loadsKeyFiles: boolean;
  /** The names of files beside "x.crt" begin with "x" instead of "x.crt". */
  dropsCertificateExtension: boolean;
  /** HTTP/1.0 requests with a method that promises no body may have one. */
  takesBodyOfAnyMethod: boolean;
  /** Connections stay open after a message that gave its length in two ways. */
  keepsAfterTwoLengths: boolean;
  /** Checks say in a PROXY header that they come from a client. */
  checksAsClient: boolean;
}
