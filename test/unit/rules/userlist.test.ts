import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import type { UserModel } from "../../../src/config/model.ts";
import { crypt } from "../../../src/rules/crypt.ts";
import { compileUserlist, type PasswordFacts } from "../../../src/rules/userlist.ts";
import { recorder } from "../balance/fake-txn.ts";

/** Counts the digests, so that a test sees what was remembered. */
function passwordFacts(): PasswordFacts & { digests: number } {
  return {
    digests: 0,
    digest(algorithm, data) {
      this.digests++;
      return createHash(algorithm).update(data, "latin1").digest("latin1");
    },
    timingSafeEqual: (a, b) => a === b,
  };
}

function user(
  name: string,
  password: string,
  insecure: boolean,
  groups: readonly string[],
): UserModel {
  return { name, password, insecure, groups };
}

/** Hashes that glibc's crypt made. */
const hashes: readonly (readonly [string, string])[] = [
  ["secret", "$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1"],
  ["a", "$1$x$P8VObTrxaqT4VBmnH06P8."],
  ["", "$1$abc$Or2rbeUYTvt12aiVzMuS/."],
  ["longer than sixteen bytes of it", "$1$saltsalt$wgspM99H4cvU3wYDjYBpE."],
  ["secret", "$5$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi."],
  ["secret", "$5$rounds=1500$saltstringsaltst$mHtpyQJNkhs1Mvse1D7jyB2uArdTk6hz6Vtk82ytvL."],
  [
    "pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp",
    "$5$s$niM4jERiq43WQiXlyI/Jz5LgGgQ46ryALy3j7jijeG.",
  ],
  ["", "$5$abc$bBHLwRRW2Li0XKaX13kz/g2fkDil4Jx46aNvd.48MS8"],
  [
    "secret",
    "$6$saltstring$AIsRs/Ee56G/tC8MEHhvReZTfx8u3rXXMl6eYrjCG9ibix19DxoMBLogdTET5Ukw9Sf7eZTITsuk0Ry5qulYz.",
  ],
  [
    "Hello world!",
    "$6$rounds=1000$anotherlongsalts$CGIc0x9M7Ftt5F.iqbwQFz2Y57lltUTxx/TYyoGNY2YnQnqk0PiEqQtJQ/wftPj1.da6LZi8VXXtLZiukg0My1",
  ],
  [
    "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
    "$6$s$zIhGzJM8ch7MR2JZMZ.7V/iZF7q4WsF/qx5XjNgdd0qCujhNqjc0s72jRXPIKENYWhfyGAnLcWn39VTtTjO.Y.",
  ],
];

describe("userlists", () => {
  for (const [password, hash] of hashes) {
    test(`${hash.slice(0, 24)} of a password of ${password.length}`, () => {
      const facts = passwordFacts();
      const digest = (algorithm: string, data: string): string => facts.digest(algorithm, data);
      assert.equal(crypt(password, hash, digest), hash);
      assert.notEqual(crypt(`${password}x`, hash, digest), hash);
    });
  }

  test("plain passwords, groups and unknown users", () => {
    const { diagnostics, errors } = recorder();
    const users = [user("ann", "secret", true, ["g1", "g2"]), user("bob", "", true, [])];
    const list = compileUserlist(
      { name: "l", users, groups: ["g1", "g2", "g3"] },
      passwordFacts(),
      diagnostics,
    );
    assert.deepEqual(errors, []);
    assert.equal(list.authenticate("ann", "secret", null), true);
    assert.equal(list.authenticate("ann", "Secret", null), false);
    assert.equal(list.authenticate("ann", "secret", ["g3", "g2"]), true);
    assert.equal(list.authenticate("ann", "secret", ["g3"]), false);
    assert.equal(list.authenticate("eve", "secret", null), false);
    assert.deepEqual(list.groupsOf("ann"), ["g1", "g2"]);
    assert.deepEqual(list.groupsOf("eve"), []);
  });

  test("a password that fitted its hash is not hashed again", () => {
    const facts = passwordFacts();
    const [password, hash] = hashes[0]!;
    const list = compileUserlist(
      { name: "l", users: [user("ann", hash, false, [])], groups: [] },
      facts,
      recorder().diagnostics,
    );
    assert.equal(list.authenticate("ann", password, null), true);
    const before = facts.digests;
    assert.equal(list.authenticate("ann", password, null), true);
    assert.equal(facts.digests, before + 1);
    assert.equal(list.authenticate("ann", `${password}!`, null), false);
    assert.equal(facts.digests > before + 100, true);
  });

  test("hashes of other kinds are refused by name", () => {
    const { diagnostics, errors } = recorder();
    const users = [
      user("a", "rl.3StKT.4T8M", false, []),
      user("b", "$2y$10$abcdefghijklmnopqrstuv", false, []),
    ];
    compileUserlist({ name: "l", users, groups: [] }, passwordFacts(), diagnostics);
    assert.deepEqual(errors, [
      "userlist 'l': the DES hash of user 'a' is not supported",
      "userlist 'l': the $2y$ hash of user 'b' is not supported",
    ]);
  });
});
