/** Limits and sizes as they are before any `tune` directive: HAProxy's defaults (manual 3.2). */
import type { SocketMemoryModel, TuningModel } from "../tuning.ts";

const systemsChoice = (): SocketMemoryModel => ({
  receiveBytes: 0,
  sendBytes: 0,
  unsentBytes: 0,
});

export function blankTuning(): TuningModel {
  return {
    cookieLength: 63,
    requestLineLength: 1023,
    clientSockets: systemsChoice(),
    serverSockets: systemsChoice(),
    variables: { sess: 0, txn: 0, reqres: 0 },
    checksAtOnce: 0,
    refusesPrivilegedPorts: false,
    loadsKeyFiles: true,
    dropsCertificateExtension: false,
    takesBodyOfAnyMethod: false,
    keepsAfterTwoLengths: false,
    checksAsClient: false,
  };
}
