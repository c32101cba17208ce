/** The version of this program; the bundler puts the text of package.json into the executable. */
import manifest from "../../package.json" with { type: "json" };

export const programVersion: string = manifest.version;
