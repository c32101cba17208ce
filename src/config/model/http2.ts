/** What `tune.h2` directives say (manual 3.2): how HTTP/2 connections behave on either side. */

/** One side's connections; null where the setting of both sides holds. */
export interface Http2SideModel {
  /** Flow control a stream begins with, bytes. */
  initialWindowBytes: number | null;
  /** 0 for any number. */
  maxConcurrentStreams: number | null;
  /** Frames taken in before others have their turn; 0 for any number. */
  maxFramesAtOnce: number;
  /** What all streams of a connection may have waiting; null for 100 buffers. */
  receiveBufferBytes: number | null;
  /** Glitches that end a connection; 0 for any number. */
  glitchesThreshold: number;
}

/** Connections of clients. */
interface Http2ClientSideModel extends Http2SideModel {
  /** RST_STREAM frames taken in before others have their turn; 0 for any number. */
  maxResetsAtOnce: number;
  /** Streams after which a connection is to end; 0 for any number. */
  maxTotalStreams: number;
}

export interface Http2Model {
  readonly client: Http2ClientSideModel;
  readonly server: Http2SideModel;
  /** Null for the size of a buffer. */
  initialWindowBytes: number | null;
  /** 0 for any number. */
  maxConcurrentStreams: number;
  headerTableBytes: number;
  /** Null for the larger of 16384 and a buffer. */
  maxFrameBytes: number | null;
  /** Which errors of a peer are logged. */
  logErrors: "none" | "connection" | "stream";
  /** Use of CPU, per cent, from which glitches end connections. */
  glitchCpuPercent: number;
  /** Clients are told that WebSockets may come over HTTP/2. */
  announcesWebSockets: boolean;
}
