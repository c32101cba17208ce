/** Health checks over HTTP as they stand before any directive (manual 4, `option httpchk`). */
import type { HttpCheckModel } from "../../model.ts";

export function blankHttpCheck(): HttpCheckModel {
  return {
    method: "OPTIONS",
    uri: "/",
    version: "HTTP/1.0",
    host: null,
    disableOn404: false,
    sendState: false,
  };
}
