/** Maps and ACLs at the admin socket: versions, payloads, references, what every command answers. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = `
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    acl listed path -f listed.lst
    http-request return status 200 hdr x "%[path,map_str(paths.map,none)]|%[path,map_beg(paths.map)]|%[path,map_reg(regs.map)]|%[src,map_ip(nets.map)]|%[path,map_str_int(ints.map)]|%[path,map_str_ip(ips.map)]" if listed or { path -m int -u 77 5 gt 8 1:3 } or { path -i -f listed.lst } or !{ always_false }
`;

const files = {
  "paths.map": "/a other\n/b  be val  \r\n# c\n\n  # d e\n/a second\n/nov\n\t/t\tv\tw\n /sp ace",
  "regs.map": "^/a x\n^/b y\n",
  "nets.map": "10.0.0.0/8 ten\n10.1.0.0/16 more\n::1 lo\n",
  "ints.map": "a 1\nb 2\n",
  "ips.map": "a 1.2.3.4\nb ::1\n",
  "listed.lst": "/a\n/b x y \n/a\n  /lead\n",
};
const area = { config, files };

/** References, numbers of sets by order of parsing, counts with entries that are not freed yet. */
const volatile = /0x[0-9a-f]+|(?<=entry_cnt=)\d+|^\d+(?= \()/gm;

const say =
  (...commands: readonly string[]): Case =>
  async (side) => {
    const answers: string[] = [];
    for (const command of commands) {
      answers.push(command, (await side.proxy.cli(command)).replaceAll(volatile, "*"));
    }
    return answers;
  };

const fill = async (...[side]: Parameters<Case>): Promise<void> => {
  await side.proxy.cli("clear map paths.map;add map paths.map /a one;add map paths.map /b two");
};

compareArea("CLI: versions of maps", area, {
  "what files hold": say(
    "show map paths.map",
    "show map @0 paths.map",
    "show map @1 paths.map",
    "show acl listed.lst",
    "show map nets.map",
    "show acl #77",
  ),
  "prepare, add, commit": say(
    "prepare map paths.map",
    "add map @1 paths.map k v",
    "add map @1 paths.map k2 v2 v3",
    "add map @2 paths.map k v",
    "show map @1 paths.map",
    "get map paths.map k",
    "add map @1 paths.map <<\nk3 v3 with space  \nk4\tv4\n  k6  v6\n#c d\n",
    "show map @1 paths.map",
    "commit map @1 paths.map",
    "show map paths.map",
    "show map @0 paths.map",
    "get map paths.map k3",
    "show map",
  ),
  "what cannot be committed": say(
    "commit map @1 paths.map",
    "commit map @9 paths.map",
    "commit map @0 paths.map",
    "commit map paths.map",
    "commit map",
    "commit map @1",
    "commit map @1 nope",
    "commit acl @1 nope",
    "prepare map",
    "prepare map nope",
    "prepare map listed.lst",
    "prepare acl",
  ),
  "an ACL's versions": say(
    "prepare acl listed.lst",
    "add acl @1 listed.lst /z",
    "add acl @7 listed.lst /z",
    "add acl listed.lst <<\n/p1\n",
    "show acl @1 listed.lst",
    "clear acl @1 listed.lst",
    "show acl @1 listed.lst",
    "commit acl @1 listed.lst",
    "show acl listed.lst",
  ),
  "a later version outlives a commit, an earlier one does not": say(
    "prepare map nets.map",
    "prepare map nets.map",
    "prepare map nets.map",
    "add map @3 nets.map 10.0.0.3 three",
    "add map @2 nets.map 10.0.0.2 two",
    "add map @1 nets.map 10.0.0.1 one",
    "commit map @2 nets.map",
    "show map nets.map",
    "show map @3 nets.map",
    "show map @1 nets.map",
    "add map nets.map 10.9.9.9 late",
    "show map @2 nets.map",
    "commit map @3 nets.map",
    "get map nets.map 10.0.0.3",
    "get map nets.map 10.0.0.2",
    "add map @x nets.map 1.1.1.1 zero",
    "show map @0 nets.map",
    "show map nets.map",
    "clear map @0 nets.map",
    "clear map @9 nets.map",
    "clear map @",
    "clear map",
  ),
  "a commit without entries empties the map": say(
    "prepare map regs.map",
    "commit map @1 regs.map",
    "show map regs.map",
    "add map regs.map ^/new n",
    "get map regs.map /new",
  ),
  "a request sees all of a version or none": async (side) => {
    await fill(side);
    const before = await side.ask("fe", get("/a"));
    const version = /\d+/.exec(await side.proxy.cli("prepare map paths.map"))![0];
    await side.proxy.cli(`add map @${version} paths.map /a new`);
    const during = await side.ask("fe", get("/a"));
    await side.proxy.cli(`commit map @${version} paths.map`);
    return [before, during, await side.ask("fe", get("/a")), await side.ask("fe", get("/b"))];
  },
});

compareArea("CLI: entries of maps", area, {
  get: say(
    "get map paths.map /a",
    "get map paths.map /abc",
    "get map nets.map 10.1.2.3",
    "get map nets.map ::ffff:10.2.2.3",
    "get map nets.map xx",
    "get map ints.map a",
    "get map ips.map a",
    "get map ips.map b",
    "get map regs.map /abc",
    "get map regs.map /A",
    "get acl #77 9",
    "get acl #77 4",
    "get acl listed.lst /A",
  ),
  "values that rules cannot read": say(
    "add map ints.map q x",
    "add map ints.map <<\nq 7\nr z\ns 8\n",
    "show map ints.map",
    "add map ips.map <<\n x zz\n",
    "add map ints.map <<\nk5\n",
    "prepare map ints.map",
    "add map @1 ints.map p x",
    "add map @1 ints.map p 5",
    "clear map @1 ints.map",
    "set map ints.map a 9",
    "show map ints.map",
  ),
  "keys that kinds refuse": say(
    "add map nets.map x y",
    "add acl #77 x",
    "add acl #77 9",
    "show acl #77",
    "add map regs.map x",
  ),
  "names by reference": async (side) => {
    const reference = /^(0x[0-9a-f]+) \/a second/m;
    const second = reference.exec(await side.proxy.cli("show map paths.map"))![1]!;
    return [
      await side.proxy.cli(`set map paths.map #${second} by-ref`),
      await side.proxy.cli(`get map paths.map /a`),
      await side.proxy.cli(`del map paths.map #${second}`),
      await side.proxy.cli(`del map paths.map #${second}`),
      await side.proxy.cli(`set map paths.map #0xfffff v`),
      await side.proxy.cli(`del map paths.map #zz`),
      await side.proxy.cli(`set map paths.map #zz v`),
      (await side.proxy.cli("show map paths.map")).replaceAll(volatile, "*"),
    ];
  },
  "all entries of a key": say(
    "add map paths.map /a third",
    "set map paths.map /a all",
    "show map paths.map",
    "del map paths.map /a",
    "show map paths.map",
    "del map paths.map /a",
    "set map paths.map /a v",
  ),
  "a set of the other kind": say(
    "set map listed.lst /a v",
    "show acl listed.lst",
    "del map listed.lst /a",
    "clear map listed.lst",
    "show map listed.lst",
    "add map listed.lst k v",
    "show acl listed.lst",
    "get acl paths.map x",
    "get map listed.lst k",
    "show acl paths.map",
    "clear acl paths.map",
    "add acl paths.map k",
    "prepare acl paths.map",
  ),
  "missing arguments": say(
    "add acl",
    "add map",
    "add map @1",
    "set map",
    "set map @1 ints.map a 3",
    "del map",
    "del map @1 ints.map a",
    "del acl",
    "get acl",
    "get map @1 ints.map a",
    "show map @1",
    "show map #x",
    "show map 0",
    "add map -1 k v",
  ),
});
