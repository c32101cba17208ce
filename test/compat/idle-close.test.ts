/** `option idle-close-on-response`: whom a soft stop closes, and who may ask once more. */
import { compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

const config = `${httpDefaults}
listen kept
    bind 127.0.0.1:\${P:kept}
    option idle-close-on-response
    server web 127.0.0.1:\${P:web}
listen closed
    bind 127.0.0.1:\${P:closed}
    server web 127.0.0.1:\${P:web}
`;

compareArea(
  "idle connections at a soft stop",
  { config, origins: okOrigin },
  {
    "stay for one more response with the option, and are closed without": async (side) => {
      using idle = await side.connect("kept");
      await idle.exchange(get("/"));
      using fresh = await side.connect("kept");
      using other = await side.connect("closed");
      await other.exchange(get("/"));
      side.proxy.signal("SIGUSR1");
      const closed = await other.readAll();
      const answers: string[] = [];
      for (const client of [idle, fresh]) {
        client.send(get("/"));
        answers.push(await client.readAll());
      }
      return [closed, answers];
    },
  },
);
