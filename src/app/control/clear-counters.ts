/** `clear counters [all]` (management manual 9.3): maxima, or everything that was counted. */
import type { Counters } from "../../stats/counters.ts";
import { Slot } from "../../stats/slots.ts";
import type { PlaneHost } from "./host.ts";

export function clearCounters(host: PlaneHost, all: boolean): void {
  const clear = all ? clearAll : clearMaxima;
  const { frontends, backends } = host.generation();
  clear(host.counters);
  for (const { model, frontend } of frontends) {
    clear(frontend.counters);
    for (const listener of host.listeners(model.name)) clear(listener.counters);
  }
  for (const { backend } of backends) {
    // HAProxy goes on counting how often a backend, unlike a server, went down.
    const timesDown = backend.counters.sum(Slot.chkdown);
    clear(backend.counters);
    backend.counters.add(Slot.chkdown, timesDown - backend.counters.sum(Slot.chkdown));
    for (const server of backend.farm.servers) clear(server.counters);
  }
}

function clearAll(counters: Counters): void {
  counters.clearAll();
}

function clearMaxima(counters: Counters): void {
  counters.clearMaxima();
}
