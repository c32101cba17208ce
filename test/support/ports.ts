/** Loopback ports that nobody listens on, chosen by the system. */
import { type AddressInfo, createServer } from "node:net";

/** `count` different free TCP ports. All are held at once, so none is handed out twice. */
export async function freePorts(count: number): Promise<number[]> {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const holder = createServer();
      await new Promise<void>((bound, refused) => {
        holder.once("error", refused);
        holder.listen(0, "127.0.0.1", bound);
      });
      return holder;
    }),
  );
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port);
  await Promise.all(holders.map((holder) => new Promise((closed) => holder.close(closed))));
  return ports;
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}
