/** `http-check send-state` (manual 4.2): the header that tells a server how it is seen. */
import type { ProcessFacts } from "../../sample/compile-scope.ts";
import type { CheckTxn } from "./check-txn.ts";

/** "UP 2/3; address=10.0.0.1; port=80; name=bk/s1; node=lb; weight=1/2; scur=3/5; qcur=0". */
export function serverStateField({ node }: ProcessFacts): (txn: CheckTxn) => string {
  return ({ server, backend }) => {
    const { kind } = server.model.address;
    const usable = backend.usable();
    const total = usable.reduce((sum, each) => sum + each.weight(), 0);
    const parts = [
      server.healthText(),
      `address=${kind === "ip" ? (server.address ?? "-") : "unix"}`,
      `port=${kind === "ip" ? server.port : "unix"}`,
      `name=${backend.name}/${server.name}`,
      `node=${node}`,
      `weight=${server.weight()}/${total}`,
      `scur=${server.connections()}/${backend.connections()}`,
      `qcur=${server.queued()}`,
    ];
    return parts.join("; ");
  };
}
