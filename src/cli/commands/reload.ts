/** `reload`: swaps in a new generation of the configuration, in this process. */
import type { CliCommand } from "../command.ts";

export const RELOAD: CliCommand = {
  words: ["reload"],
  level: "admin",
  usage: "reload",
  summary: "load the configuration anew without dropping a connection",
  run: ({ control }) =>
    control
      .reload()
      .then((reason) =>
        reason === null
          ? "Success=1\n"
          : `Success=0\n--\n${reason.endsWith("\n") ? reason : `${reason}\n`}`,
      ),
};
