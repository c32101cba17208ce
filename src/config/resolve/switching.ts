/** Backends and servers that rules switch to by name: they exist, and speak the right protocol. */
import { nearest } from "../../core/edit-distance.ts";
import type { Load } from "../load-state.ts";
import type { ProxyModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import type { Word } from "../words/word.ts";

/** Checks default_backend, use_backend and use-server of one proxy. */
export function resolveSwitching({ model }: ProxyDraft, load: Load): void {
  if (model.kind !== "backend") {
    for (const { target } of model.useBackend) {
      // A name with a format is found out per request.
      if (!target.text.includes("%")) checkBackend(model, target, "use_backend", load);
    }
    if (model.defaultBackend !== null)
      checkBackend(model, model.defaultBackend, "default_backend", load);
  }
  for (const { target } of model.useServer) checkServer(model, target, load);
}

function checkBackend(from: ProxyModel, target: Word, directive: string, load: Load): void {
  const named = load.proxies
    .map((proxy) => proxy.model)
    .filter((model) => model.name === target.text);
  const backend = named.find((model) => model.kind !== "frontend");
  if (backend === undefined) {
    const names = load.proxies
      .filter(({ model }) => model.kind !== "frontend")
      .map(({ model }) => model.name);
    const near = nearest(target.text, names);
    const hint =
      named.length > 0 ? "it is a frontend" : near === undefined ? "" : `did you mean '${near}'?`;
    load.diagnostics.error(target, `'${directive}' finds no backend '${target.text}'`, hint);
  } else if (backend.mode === "syslog") {
    load.diagnostics.error(
      target,
      `'${directive}' leads to the log backend '${backend.name}', which takes log lines only`,
      `name it in a 'log backend@${backend.name}' line`,
    );
  } else if (from.mode === "http" && backend.mode === "tcp") {
    const { file, line } = backend.position;
    load.diagnostics.error(
      target,
      `the HTTP ${from.kind} '${from.name}' cannot use the TCP backend '${backend.name}' (${file}:${line})`,
      "give both the same 'mode'",
    );
  }
}

function checkServer(model: ProxyModel, target: Word, load: Load): void {
  if (target.text.includes("%")) return;
  const names = model.servers.map((server) => server.name);
  if (names.includes(target.text)) return;
  const near = nearest(target.text, names);
  load.diagnostics.error(
    target,
    `'use-server' finds no server '${target.text}' in '${model.name}'`,
    near === undefined ? "" : `did you mean '${near}'?`,
  );
}
