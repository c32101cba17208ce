/** The `log-profile` section (manual 8.3.5): what one log target is told instead of the usual. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { profileSteps } from "../values/log-steps.ts";
import type { LogProfileModel } from "../model.ts";
import { expectSectionName } from "../values/proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";
import { textSetting } from "../directives/setting.ts";
import type { Word } from "../words/word.ts";

const manual = "8.3.5";

function parseStep(args: Arguments, profile: LogProfileModel): void {
  const step = args.oneOf(profileSteps);
  if (step === undefined) return;
  let drop = false;
  let format: Word | null = null;
  let structuredData: Word | null = null;
  for (;;) {
    if (args.takeIf("drop")) drop = true;
    else if (args.takeIf("format")) {
      const text = args.expect("a format after 'format'");
      if (text === undefined) return;
      format = text;
    } else if (args.takeIf("sd")) {
      const text = args.expect("a format after 'sd'");
      if (text === undefined) return;
      structuredData = text;
    } else break;
  }
  if (args.end()) profile.steps.set(step, { drop, format, structuredData });
}

export const logProfileDirectives: readonly Directive<LogProfileModel>[] = [
  textSetting(
    { name: "log-tag", in: ["log-profile"], manual, summary: "tag of the target's messages" },
    "string",
    (profile, text) => {
      profile.tag = text;
    },
  ),
  {
    name: "on",
    in: ["log-profile"],
    manual,
    syntax: "on <step> [drop] [format <fmt>] [sd <fmt>]",
    summary: "what is logged at a step",
    parse: parseStep,
  },
];

export const logProfileSection: SectionRow = {
  name: "log-profile",
  syntax: "log-profile <name>",
  manual,
  summary: "formats for single log targets",
  open(args: Arguments, load: Load): OpenSection | undefined {
    const name = expectSectionName(args, load.diagnostics);
    if (name === undefined || !args.end()) return undefined;
    if (load.logProfiles.some((profile) => profile.name === name.text)) {
      load.diagnostics.error(name, `the log-profile section '${name.text}' is there already`);
      return undefined;
    }
    const profile: LogProfileModel = { name: name.text, tag: null, steps: new Map() };
    load.logProfiles.push(profile);
    return openSection("log-profile", name.text, profile, logProfileDirectives, load);
  },
};
