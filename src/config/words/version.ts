/**
 * Version numbers as `version_atleast` and its kin compare them (manual 2.4): 3.5-dev5 comes before
 * 3.5-rc1, that before 3.5, that before 3.5.1. Missing and unreadable components count as zero.
 */

/** The level of HAProxy's language that this program speaks. */
export const languageVersion = "3.5-dev5";

/** Less than, equal to or greater than zero, as `a` is older, the same or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const left = components(a);
  const right = components(b);
  for (let at = 0; at < left.length; at++) {
    const difference = left[at]! - right[at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

const shape: RegExp =
  /^(\d*)(?:\.(\d+))?(?:\.(\d+)|-(dev|rc)(\d+))?(?:-[0-9a-f]+(?=-))?(?:-(\d+))?/;

/** Major, minor, stage (dev, rc, release), number within the stage, commits since. */
function components(version: string): readonly number[] {
  const [, major, minor, patch, stage, stageNumber, commits] = shape.exec(version) ?? [];
  const rank = stage === "dev" ? 0 : stage === "rc" ? 1 : 2;
  return [major, minor, rank, stage === undefined ? patch : stageNumber, commits].map((part) =>
    Number(part ?? 0),
  );
}
