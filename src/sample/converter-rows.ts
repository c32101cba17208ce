/** The table of converters (manual 7.3.1), one file a family. */
import { arithmeticConverters } from "./converters/arithmetic.ts";
import { booleanConverters } from "./converters/booleans.ts";
import { bytesConverter } from "./converters/bytes.ts";
import { captureConverters } from "./converters/captures.ts";
import { chunkConverters } from "./converters/chunks.ts";
import { cipherConverters } from "./converters/ciphers.ts";
import { hasCtlConverter } from "./converters/control-characters.ts";
import { dateConverters } from "./converters/dates.ts";
import { debugConverter } from "./converters/debug.ts";
import { encodingConverters } from "./converters/encodings.ts";
import { fineDateConverters } from "./converters/fine-dates.ts";
import { fixConverters } from "./converters/fix.ts";
import { hashConverters } from "./converters/hashes.ts";
import { dateConverter } from "./converters/http-dates.ts";
import { jsonConverter } from "./converters/json.ts";
import { jsonQueryConverter } from "./converters/json-query.ts";
import { jwtDecryptConverters } from "./converters/jwt-decrypt.ts";
import { jwtQueryConverters } from "./converters/jwt-query.ts";
import { jwtVerifyConverters } from "./converters/jwt-verify.ts";
import { languageConverter } from "./converters/language.ts";
import { mapConverters } from "./converters/maps.ts";
import { mqttConverters } from "./converters/mqtt.ts";
import { networkConverters } from "./converters/network.ts";
import { paramConverter } from "./converters/parameters.ts";
import { protobufConverters } from "./converters/protobuf.ts";
import { rfc7239Converters } from "./converters/rfc7239.ts";
import { serverConverters } from "./converters/servers.ts";
import { stringConverters } from "./converters/strings.ts";
import { tableElementConverters } from "./converters/table-elements.ts";
import { tableConverters } from "./converters/tables.ts";
import { variableConverters } from "./converters/variables.ts";
import { whenConverter } from "./converters/when.ts";
import { wordConverters } from "./converters/words.ts";
import { x509Converter } from "./converters/x509-errors.ts";
import type { ConverterRow } from "./types.ts";

/** Every converter. */
export const converterRows: readonly ConverterRow[] = [
  ...arithmeticConverters,
  ...booleanConverters,
  ...stringConverters,
  ...wordConverters,
  ...encodingConverters,
  ...hashConverters,
  ...cipherConverters,
  ...jwtQueryConverters,
  ...jwtVerifyConverters,
  ...jwtDecryptConverters,
  ...networkConverters,
  ...dateConverters,
  ...fineDateConverters,
  ...variableConverters,
  ...mapConverters,
  ...tableConverters,
  ...tableElementConverters,
  ...captureConverters,
  ...chunkConverters,
  ...fixConverters,
  ...mqttConverters,
  ...protobufConverters,
  ...rfc7239Converters,
  ...serverConverters,
  bytesConverter,
  dateConverter,
  debugConverter,
  hasCtlConverter,
  jsonConverter,
  jsonQueryConverter,
  languageConverter,
  paramConverter,
  whenConverter,
  x509Converter,
];

/** The rows by name, as a compile scope wants them. */
export function convertersByName(rows: readonly ConverterRow[]): ReadonlyMap<string, ConverterRow> {
  return new Map(rows.map((row) => [row.name, row]));
}
