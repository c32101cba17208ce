/** Fetches of the Authorization field (manual 7.3.6): Basic credentials and bearer tokens. */
import { decodeBase64 } from "../base64.ts";
import { AUTHORIZATION, headerName } from "../../http/header-name.ts";
import { authorizationField } from "../../http/proxied-request.ts";
import type { HeaderName } from "../../http/header-name.ts";
import type { CompileScope, UserlistFacts } from "../compile-scope.ts";
import { argText, simpleFetch } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { Arg, Compiled, FetchRow } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.6";

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** The scheme and what follows it; undefined without such a field. */
function authorization({ request, frontend }: Txn): { scheme: string; value: string } | undefined {
  if (request === null) return undefined;
  const field = request.fields.first(authorizationField(request, frontend.tellsProxied));
  const space = field?.indexOf(" ") ?? -1;
  if (field === undefined || space <= 0) return undefined;
  return { scheme: field.slice(0, space), value: field.slice(space + 1).trimStart() };
}

function basicCredentials(txn: Txn): Credentials | undefined {
  const given = authorization(txn);
  if (given === undefined || given.scheme.toLowerCase() !== "basic") return undefined;
  const decoded = decodeBase64(given.value);
  const colon = decoded?.indexOf(":") ?? -1;
  if (decoded === undefined || colon === -1) return undefined;
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** What follows the scheme Bearer in a field. */
function bearerToken({ request }: Txn, field: HeaderName): string | undefined {
  return /^bearer +(.+)$/i.exec(request?.fields.first(field) ?? "")?.[1];
}

function withUserlist(
  name: string,
  args: readonly Arg[],
  scope: CompileScope,
  at: Arg["at"],
  compile: (list: UserlistFacts) => Compiled,
): Compiled | undefined {
  const list = scope.userlist(argText(args, 0));
  if (list !== undefined) return compile(list);
  scope.diagnostics.error(
    args[0]?.at ?? at,
    `fetch method '${name}': unable to find userlist '${argText(args, 0)}'`,
  );
  return undefined;
}

const USERLIST_ARG: FetchRow["args"] = [{ name: "userlist", type: "userlist" }];

const httpAuth: FetchRow = {
  name: "http_auth",
  type: "bool",
  where: Where.request,
  manual: MANUAL,
  args: USERLIST_ARG,
  syntax: "http_auth(<userlist>) : boolean",
  summary: "True if the request has credentials of the list.",
  compile: (args, scope, at) =>
    withUserlist("http_auth", args, scope, at, (list) => ({
      type: "bool",
      eval: (txn) => {
        const given = basicCredentials(txn);
        return given !== undefined && list.authenticate(given.user, given.password, null);
      },
    })),
};

const httpAuthGroup: FetchRow = {
  name: "http_auth_group",
  type: "str",
  where: Where.request,
  manual: MANUAL,
  args: USERLIST_ARG,
  syntax: "http_auth_group(<userlist>) : string",
  summary: "The user, if the credentials are good; an ACL tries each of the user's groups.",
  compile: (args, scope, at) =>
    withUserlist("http_auth_group", args, scope, at, (list) => {
      const groups = (txn: Txn): readonly string[] => {
        const given = basicCredentials(txn);
        if (given === undefined || !list.authenticate(given.user, given.password, null)) return [];
        return list.groupsOf(given.user);
      };
      return {
        type: "str",
        eval: (txn) => (groups(txn).length === 0 ? undefined : basicCredentials(txn)?.user),
        all: (txn, each) => groups(txn).some((group) => each(group)),
      };
    }),
};

const bearer: FetchRow = {
  name: "http_auth_bearer",
  type: "str",
  where: Where.request,
  manual: MANUAL,
  args: [{ name: "header", type: "str", optional: true }],
  syntax: "http_auth_bearer([<header>]) : string",
  summary: "The token of a Bearer authorization, or of the header named.",
  compile: (args) => {
    const header = argText(args, 0) === "" ? AUTHORIZATION : headerName(argText(args, 0));
    return {
      type: "str",
      eval: (txn) => bearerToken(txn, header),
    };
  },
};

export const authFetches: readonly FetchRow[] = [
  httpAuth,
  httpAuthGroup,
  bearer,
  simpleFetch(
    "http_auth_type",
    "str",
    Where.request,
    MANUAL,
    "Scheme of the Authorization field: Basic or Bearer.",
    (txn) => {
      if (basicCredentials(txn) !== undefined) return "Basic";
      return bearerToken(txn, AUTHORIZATION) === undefined ? undefined : "Bearer";
    },
  ),
  simpleFetch(
    "http_auth_user",
    "str",
    Where.request,
    MANUAL,
    "User of Basic credentials.",
    (txn) => basicCredentials(txn)?.user,
  ),
  simpleFetch(
    "http_auth_pass",
    "str",
    Where.request,
    MANUAL,
    "Password of Basic credentials.",
    (txn) => basicCredentials(txn)?.password,
  ),
];
