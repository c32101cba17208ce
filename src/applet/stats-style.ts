/** The style sheet of the statistics page; the class of a server's row follows from its state. */

export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #667085; --paper: #f5f7fa; --card: #fff;
  --line: #dde3ea; --head: #eef2f7; --up: #d9f2e1; --down: #fbd5d5; --warn: #fdf0c8; --maint: #ead9c4;
  --drain: #d6e4fb; --none: #eceff3; --accent: #3056d3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #98a2b3; --paper: #12161c;
  --card: #1a2029; --line: #2b3440; --head: #222a35; --up: #173f2a; --down: #55201f; --warn: #4d4016;
  --maint: #4a3620; --drain: #1d345c; --none: #2a313b; --accent: #8ba6ff; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px; background: var(--paper); color: var(--ink);
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 28px 0 8px; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
.soft { color: var(--soft); }
.top { display: flex; flex-wrap: wrap; gap: 16px; margin: 16px 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.card ul { margin: 4px 0 0; padding-left: 18px; }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 8px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { background: var(--head); font-weight: 600; text-align: center; }
td.name, td.text { text-align: left; }
tr.up { background: var(--up); } tr.down { background: var(--down); }
tr.going { background: var(--warn); } tr.maint { background: var(--maint); }
tr.drain { background: var(--drain); } tr.unchecked { background: var(--none); }
tr.frontend td, tr.backend td { font-weight: 600; }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px;
  vertical-align: -1px; border: 1px solid var(--line); }
.key.up { background: var(--up); } .key.down { background: var(--down); } .key.going { background: var(--warn); }
.key.maint { background: var(--maint); } .key.drain { background: var(--drain); }
.key.unchecked { background: var(--none); }
.note { border-radius: 8px; padding: 8px 16px; margin: 12px 0; background: var(--down); }
.note.good { background: var(--up); }
.act { padding: 8px; } select, input, button { font: inherit; padding: 3px 8px; }
`;
