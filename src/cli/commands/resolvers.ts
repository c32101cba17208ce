/** `show resolvers`: what happened on each name server (management manual 9.3). */
import { nameserverCounts } from "../../dns/nameserver.ts";
import type { Resolver } from "../../dns/resolver.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import { failure } from "../message.ts";

const WIDTH = Math.max(...nameserverCounts.map((count) => count.length)) + 2;

function show({ args, control }: CliCall): Answer {
  const [name] = args;
  const shown = control.resolvers().filter((resolver) => (name ?? resolver.name) === resolver.name);
  if (name !== undefined && shown.length === 0)
    return failure("Can't find that resolvers section\n");
  return shown.map(report).join("");
}

function report({ name, nameservers }: Resolver): string {
  const servers = nameservers.map((server) => {
    const counts = nameserverCounts.map(
      (count) => `  ${`${count}:`.padEnd(WIDTH)}${server.sum(count)}\n`,
    );
    return ` nameserver ${server.name}:\n${counts.join("")}`;
  });
  return `Resolvers section ${name}\n${servers.join("")}`;
}

export const RESOLVER_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "resolvers"],
    level: "user",
    usage: "show resolvers [<id>]",
    summary: "report counters of all name servers or of one section's",
    run: show,
  },
];
