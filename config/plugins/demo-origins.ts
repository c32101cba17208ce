/**
 * The demo's three origin servers, as services that live in the proxy itself: each answers with
 * its own colour, so that a browser shows which one was chosen.
 */

import type { Core } from "sluice";

const colours = ["red", "green", "blue"] as const;

export default function plugin(core: Core): void {
  let served = 0;
  for (const colour of colours) {
    core.registerService(`demo-${colour}`, (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/health") return new Response("ok\n");
      served += 1;
      return new Response(page(colour, pathname, fieldsOf(request.headers), served), {
        headers: { "content-type": "text/html; charset=utf-8", "x-origin": colour },
      });
    });
  }
}

interface Fields {
  forEach(each: (value: string, name: string) => void): void;
}

function fieldsOf(headers: Fields): string[] {
  const rows: string[] = [];
  headers.forEach((value, name) => rows.push(`<tr><th>${escaped(name)}<td>${escaped(value)}`));
  return rows;
}

function page(colour: string, path: string, rows: readonly string[], served: number): string {
  return `<!doctype html>
<title>${colour}</title>
<style>
  body { font: 16px system-ui; margin: 3rem auto; max-width: 44rem; border-left: 1rem solid ${colour}; padding-left: 2rem }
  th { text-align: left; padding-right: 2rem; font-weight: 600 }
</style>
<h1>Origin ${colour}</h1>
<p>Answer ${served} of the demo origins, for <code>${escaped(path)}</code>. Reload for the next one.
<table>${rows.join("\n")}</table>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
