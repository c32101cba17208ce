/** The commands on a frontend (`disable frontend`, `set maxconn frontend`, …). */
import type { Done, FrontendControl } from "../../cli/control.ts";
import type { ControlHost, FrontendState } from "./host.ts";

export class ControlledFrontend implements FrontendControl {
  readonly name: string;
  readonly id: number;
  readonly #host: ControlHost;

  constructor(host: ControlHost, name: string, id: number) {
    this.#host = host;
    this.name = name;
    this.id = id;
  }

  state(): FrontendState {
    return this.#host.frontendState(this.name);
  }

  pause(): Done {
    return this.#host.changeFrontend(this.name, "pause");
  }

  resume(): Done {
    return this.#host.changeFrontend(this.name, "resume");
  }

  shutdown(): Done {
    return this.#host.changeFrontend(this.name, "stop");
  }

  setMaxconn(maxconn: number): Done {
    return this.#host.changeFrontend(this.name, { maxconn });
  }
}
