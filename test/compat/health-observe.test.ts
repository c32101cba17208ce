/** `observe`: what traffic tells of a server's health, and what each `on-error` makes of it. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { statOf } from "./health-table.ts";

const MODES = ["mark-down", "fail-check", "sudden-death", "fastinter"] as const;

function backend(name: string, options: string, lines = ""): string {
  return `backend ${name}
    ${lines}
    server s 127.0.0.1:\${P:${name.startsWith("refused") ? "refused" : "web"}} check inter 10s rise 2 fall 3 ${options}
`;
}

/** The refused server's checks go elsewhere, so that only traffic finds out. */
const config = `
global
    log 127.0.0.1:\${P:log} local0
    spread-checks 0
${httpDefaults}
    retries 0
    log global

frontend fe
    bind 127.0.0.1:\${P:fe}
    no log
    use_backend %[path,field(2,/)]

${MODES.map((mode) => backend(mode, `observe layer7 error-limit 3 on-error ${mode}`)).join("")}
${backend("refused_l4", "port ${P:web} observe layer4 error-limit 2 on-error mark-down")}
${backend("refused_l7", "port ${P:web} observe layer7 error-limit 2 on-error mark-down")}
${backend("invalid", "observe layer7 error-limit 2 on-error mark-down")}
${backend("late", "observe layer7 error-limit 2 on-error mark-down", "timeout server 50ms")}
${backend("closed", "observe layer7 error-limit 2 on-error mark-down")}
${backend("content", "observe layer4 error-limit 2 on-error mark-down")}
${backend("told", "observe layer7 error-limit 2 on-error mark-down", "option log-health-checks")}
${backend("interrupted", "observe layer7 error-limit 3 on-error mark-down")}
`;

const answers: Readonly<Record<string, string>> = {
  bad: okResponse("bad").replace("200 OK", "500 Bad"),
  fine: okResponse("fine"),
  missing: okResponse("no").replace("200 OK", "404 No"),
  unknown: okResponse("no").replace("200 OK", "501 No"),
  invalid: "garbage\r\n\r\n",
};

async function shown(side: Side, name: string): Promise<readonly (string | undefined)[]> {
  const { status, check_status, hanafail, last_chk, check_desc } = await statOf(side, name, "s");
  return [status, check_status, hanafail, last_chk, check_desc];
}

function transitions(side: Side, name: string): string[] {
  return (
    side.syslog.lines
      .filter((line) => line.includes(`erver ${name}/s `))
      .map((line) => line.replace(/^.*?\]: /, "").replace(/duration: \d+ms/, "duration: <ms>"))
      // The stream that saw the last error may be over when the alarm is taken up.
      .map((line) => line.replace(/\d+ sessions active/, "<n> sessions active"))
  );
}

/** Makes the requests one after the other, then tells what became of the server. */
function after(name: string, wanted: string, ...asked: readonly string[]): Case {
  const alarms = name === "content" || name === "interrupted" ? "0" : "1";
  return async (side) => {
    await until(async () => (await shown(side, name))[1] === "L4OK", `the first check of ${name}`);
    for (const what of asked)
      await side.ask("fe", get(`/${name}/${what}`, "Connection: close\r\n"));
    const seen = await until(async () => {
      const now = await shown(side, name);
      return now[0] === wanted && now[2] === alarms && now;
    }, `${name} being ${wanted}`);
    if (wanted === "DOWN") await side.syslog.waitFor(`${name}/s is DOWN`);
    return [seen, transitions(side, name)];
  };
}

compareArea(
  "observed traffic",
  {
    config,
    origins: {
      web: ({ request, end }) => {
        const what = request.target.split("/")[2] ?? "";
        if (what === "closed") end();
        return answers[what];
      },
    },
  },
  {
    "mark-down": after("mark-down", "DOWN", "bad", "bad", "bad"),
    "fail-check": after("fail-check", "UP 2/3", "bad", "bad", "bad"),
    "sudden-death": after("sudden-death", "UP 1/3", "bad", "bad", "bad"),
    fastinter: after("fastinter", "UP", "bad", "bad", "bad"),
    "refused connections on layer 4": after("refused_l4", "DOWN", "x", "x"),
    "refused connections on layer 7": after("refused_l7", "DOWN", "x", "x"),
    "answers that are none": after("invalid", "DOWN", "invalid", "invalid"),
    "answers that come too late": after("late", "DOWN", "hang", "hang"),
    "no answers": after("closed", "DOWN", "closed", "closed"),
    "content is nothing to layer 4": after("content", "UP", "bad", "bad", "bad", "bad"),
    "told by log-health-checks": after("told", "DOWN", "bad", "bad"),
    "other answers interrupt": after(
      "interrupted",
      "UP",
      "bad",
      "bad",
      "missing",
      "bad",
      "unknown",
      "bad",
      "bad",
      "fine",
    ),
  },
);
