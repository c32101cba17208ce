/** `npm start`: installs what is missing, runs the demo, and says what to open once it answers. */
import { spawn } from "node:child_process";
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { install, root, tool } from "./tools.mjs";

const site = "http://127.0.0.1:8080";
const socket = "/tmp/sluice-demo.sock";

const toOpen = `
The demo is running. Eight things to try:

  1. a load-balanced site, three origins in turn
       curl -i ${site}/                          (or open it and reload)
  2. host routing by a map file, config/maps/demo-hosts.map
       curl -i -H 'Host: blog.localhost' ${site}/
  3. a rate-limited path: five requests in ten seconds, then 429
       for i in 1 2 3 4 5 6; do curl -so /dev/null -w '%{http_code}\\n' ${site}/limited; done
  4. the stats page
       curl -u admin:sluice http://127.0.0.1:8404/stats    (or open it; admin / sluice)
  5. the metrics, for Prometheus
       curl http://127.0.0.1:8405/metrics
  6. the admin socket: what the process is doing
       echo "show info" | socat - unix-connect:${socket}
  7. a server taken out of the rotation (enable server colours/red brings it back)
       echo "disable server colours/red" | socat - unix-connect:${socket}
  8. who is tracked by the rate limit
       echo "show table rate" | socat - unix-connect:${socket}

Ctrl-C ends it.`;

/** True when the site answers through one of its origins. */
function answers() {
  return new Promise((settle) => {
    const asked = request(site, { agent: false, timeout: 1000 }, (response) => {
      response.resume();
      settle(response.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => settle(false));
    asked.end();
  });
}

install();
console.log("Starting the demo ...");
const args = ["runtime-adapters/bun/main.ts", "-f", "config/demo.cfg", ...process.argv.slice(2)];
const demo = spawn(tool("bun"), args, { cwd: root, stdio: "inherit" });
// The terminal sends SIGINT to both; this process waits for the demo's own end. To the demo a
// SIGHUP would mean a reload.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => demo.kill(signal));
process.on("SIGHUP", () => demo.kill("SIGTERM"));
demo.on("exit", (status, signal) => process.exit(signal === null ? status : 0));
while (!(await answers())) await delay(50);
console.log(toOpen);
