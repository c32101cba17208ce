/** HTTP/2 as it is before any `tune.h2` directive: HAProxy's documented defaults (manual 3.2). */
import type { Http2Model, Http2SideModel } from "../http2.ts";

const blankSide = (): Http2SideModel => ({
  initialWindowBytes: null,
  maxConcurrentStreams: null,
  maxFramesAtOnce: 0,
  receiveBufferBytes: null,
  glitchesThreshold: 0,
});

export function blankHttp2(): Http2Model {
  return {
    client: { ...blankSide(), maxResetsAtOnce: 0, maxTotalStreams: 0 },
    server: blankSide(),
    initialWindowBytes: null,
    maxConcurrentStreams: 100,
    headerTableBytes: 4096,
    maxFrameBytes: null,
    logErrors: "stream",
    glitchCpuPercent: 0,
    announcesWebSockets: true,
  };
}
