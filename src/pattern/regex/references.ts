/**
 * Back references the runtime's engine reads as PCRE does: those to a group that has matched for
 * certain. To one that may not have, PCRE matches nothing and JS the empty text.
 */
import { type Node, partsOf } from "./tree.ts";

/** The group of a reference that may come before its group has matched; null without one. */
export function uncertainReference(tree: Node): number | null {
  const found: number[] = [];
  groupsSetBy(tree, new Set(), found);
  return found[0] ?? null;
}

/** The groups that have matched for certain behind a node; `before` are those before it. */
function groupsSetBy(
  node: Node,
  before: ReadonlySet<number>,
  uncertain: number[],
): ReadonlySet<number> {
  switch (node.kind) {
    case "back":
      if (!before.has(node.group)) uncertain.push(node.group);
      return before;
    case "group":
      return new Set([...groupsSetBy(node.body, before, uncertain), node.number]);
    case "choice": {
      const [first, ...others] = node.options.map((option) =>
        groupsSetBy(option, before, uncertain),
      );
      return new Set([...first!].filter((group) => others.every((set) => set.has(group))));
    }
    case "repeat": {
      const after = groupsSetBy(node.body, before, uncertain);
      return node.min > 0 ? after : before;
    }
    case "look": {
      const after = groupsSetBy(node.body, before, uncertain);
      return node.isNegative ? before : after;
    }
    default:
      return partsOf(node).reduce((set, part) => groupsSetBy(part, set, uncertain), before);
  }
}
