/** The table of converters (manual 7.3.1), one file a family. */
import { arithmeticConverters } from "./converters/arithmetic.ts";
import { booleanConverters } from "./converters/booleans.ts";
import { dateConverters } from "./converters/dates.ts";
import { encodingConverters } from "./converters/encodings.ts";
import { hashConverters } from "./converters/hashes.ts";
import { jsonConverter } from "./converters/json.ts";
import { jsonQueryConverter } from "./converters/json-query.ts";
import { languageConverter } from "./converters/language.ts";
import { mapConverters } from "./converters/maps.ts";
import { networkConverters } from "./converters/network.ts";
import { stringConverters } from "./converters/strings.ts";
import { tableConverters } from "./converters/tables.ts";
import { variableConverters } from "./converters/variables.ts";
import { wordConverters } from "./converters/words.ts";
import type { ConverterRow } from "./types.ts";

/** Every converter. */
export const converterRows: readonly ConverterRow[] = [
  ...arithmeticConverters,
  ...booleanConverters,
  ...stringConverters,
  ...wordConverters,
  ...encodingConverters,
  ...hashConverters,
  ...networkConverters,
  ...dateConverters,
  ...variableConverters,
  ...mapConverters,
  ...tableConverters,
  jsonConverter,
  jsonQueryConverter,
  languageConverter,
];

/** The rows by name, as a compile scope wants them. */
export function convertersByName(rows: readonly ConverterRow[]): ReadonlyMap<string, ConverterRow> {
  return new Map(rows.map((row) => [row.name, row]));
}
