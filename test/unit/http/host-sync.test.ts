/** What HAProxy 2.6 forwards after the same rules on the same requests. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HOST } from "../../../src/http/header-name.ts";
import { hostChanged, setUri } from "../../../src/http/host-sync.ts";
import { allLines } from "../../../src/http/field-values.ts";
import { parsed } from "../support/heads.ts";

describe("Host and target", () => {
  it("set-uri brings its host along", () => {
    const changed = (uri: string, ...fields: readonly string[]): readonly unknown[] => {
      const message = parsed("GET /x HTTP/1.0", ...fields);
      setUri(message, uri);
      return [message.targetText(), ...allLines(message.fields, HOST)];
    };
    assert.deepEqual(changed("http://b.com/x", "Host: a"), ["http://b.com/x", "b.com"]);
    assert.deepEqual(changed("http://b.com:80/x", "Host: a"), ["http://b.com:80/x", "b.com:80"]);
    assert.deepEqual(changed("/y", "Host: a"), ["/y", "a"]);
    assert.deepEqual(changed("http://u@b.com/"), ["http://u@b.com/", "b.com"]);
  });

  it("a new Host goes into the target", () => {
    const changed = (line: string, add: boolean): string => {
      const message = parsed(
        `${line} HTTP/1.1`,
        line.startsWith("CONNECT") ? "Host: a:90" : "Host: a",
      );
      if (add) message.fields.add(HOST, "c.com");
      else message.fields.set(HOST, "c.com");
      hostChanged(message);
      return message.targetText();
    };
    assert.equal(changed("GET http://a/abs", false), "http://c.com/abs");
    assert.equal(changed("GET http://a/abs", true), "http://c.com/abs");
    assert.equal(changed("CONNECT a:90", false), "c.com");
    assert.equal(changed("GET /abs", false), "/abs");
  });

  it("no Host leaves the target alone", () => {
    const message = parsed("GET http://a/x HTTP/1.1", "Host: a");
    message.fields.remove(HOST);
    hostChanged(message);
    assert.equal(message.targetText(), "http://a/x");
  });
});
