/** The `http-errors` section (manual 3.8): error pages that proxies may take by name. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import { readErrorFile } from "../values/error-file.ts";
import type { Load } from "../load-state.ts";
import type { HttpErrorsModel } from "../model.ts";
import { expectSectionName } from "../values/proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";

export const httpErrorsDirectives: readonly Directive<HttpErrorsModel>[] = [
  {
    name: "errorfile",
    in: ["http-errors"],
    syntax: "errorfile <code> <file>",
    manual: "3.8",
    summary: "the response for a status",
    parse(args: Arguments, group: HttpErrorsModel, load: Load): void {
      const file = readErrorFile(args, load);
      if (file !== undefined) group.errorFiles.set(file.status, file.page);
    },
  },
];

export const httpErrorsSection: SectionRow = {
  name: "http-errors",
  syntax: "http-errors <name>",
  manual: "3.8",
  summary: "a group of error pages",
  open(args: Arguments, load: Load): OpenSection | undefined {
    const name = expectSectionName(args, load.diagnostics);
    if (name === undefined || !args.end()) return undefined;
    if (load.httpErrors.some((group) => group.name === name.text)) {
      load.diagnostics.error(name, `the http-errors section '${name.text}' is there already`);
      return undefined;
    }
    const group: HttpErrorsModel = { name: name.text, errorFiles: new Map() };
    load.httpErrors.push(group);
    return openSection("http-errors", name.text, group, httpErrorsDirectives, load);
  },
};
