/** Farms whose requests hang until they are let go, in scripts of random (seeded) changes. */
import { type OriginScript, okResponse } from "../support/origin.ts";
import { until } from "../support/deadline.ts";
import type { RawClient } from "../support/raw-client.ts";
import { farmArea, originNames } from "./balance-farm.ts";
import { change, numbersFrom } from "./balance-script.ts";
import type { Area, Case, Side } from "./compare.ts";
import { get } from "./configs.ts";

/** What lets each held request go, by port and target. */
const held = new Map<string, () => void>();

const hold: OriginScript = async ({ request, socket }) => {
  const target = request.startLine.split(" ")[1]!;
  await new Promise<void>((letGo) => held.set(`${socket.localPort}${target}`, letGo));
  return okResponse("");
};

/** A farm of origins that answer nobody until `letGo`. */
export function holdingArea(
  lines: readonly string[],
  servers: Readonly<Record<string, string>>,
  since?: string,
): Area {
  const origins = Object.fromEntries(originNames.map((name) => [name, hold]));
  return { ...farmArea(lines, servers, since), origins };
}

interface Held {
  readonly client: RawClient;
  readonly letGo: () => void;
}

class Requests {
  readonly #side: Side;
  readonly held: Held[] = [];
  #count: number = 0;

  constructor(side: Side) {
    this.#side = side;
  }

  /** Sends a request; the server that it hangs at. */
  async open(key: string): Promise<string> {
    const target = `/${this.#count++}?${key}`;
    const client = await this.#side.connect("fe");
    client.send(get(target, key === "" ? "" : `X-Key: ${key}\r\n`));
    const place = (name: string): string => `${this.#side.origin(name).port}${target}`;
    const name = await until(
      () => originNames.find((each) => held.has(place(each))),
      "the request at an origin",
    );
    this.held.push({ client, letGo: held.get(place(name))! });
    held.delete(place(name));
    return name;
  }

  /** Has one of them answered, which frees its slot. */
  async close(at: number): Promise<void> {
    const { client, letGo } = this.held.splice(at, 1)[0]!;
    letGo();
    await client.readFinal();
    client.close();
  }
}

/** `steps` requests that come, answers and, with `heaviest` above 0, changes of servers. */
export function holding(
  names: readonly string[],
  heaviest: number,
  seed: number,
  steps: number,
  keyOf: (at: number) => string = () => "",
): Case {
  return async (side) => {
    const below = numbersFrom(seed);
    const requests = new Requests(side);
    const seen: string[] = [];
    for (let at = 0; at < steps; at++) {
      const kind = below(20);
      if (kind < 8 && requests.held.length > 0) {
        const which = below(requests.held.length);
        await requests.close(which);
        seen.push(`-${which}`);
      } else if (kind === 19 && heaviest > 0) {
        const command = change(names, heaviest, below);
        seen.push(command, await side.proxy.cli(command));
        // At least one must stay for the requests to come.
        const ready = `set server be/${names[0]!} state ready`;
        const heavy = `set weight be/${names[0]!} ${heaviest}`;
        for (const each of [ready, `set server be/${names[0]!} health up`, heavy])
          seen.push(await side.proxy.cli(each));
      } else seen.push(await requests.open(keyOf(at)));
    }
    while (requests.held.length > 0) await requests.close(0);
    return seen;
  };
}
