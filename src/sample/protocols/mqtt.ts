/**
 * The first packets of MQTT 3.1, 3.1.1 and 5.0: CONNECT of the client and CONNACK of the server
 * (MQTT Version 5.0, sections 2.1, 3.1 and 3.2). A packet is read whole or not at all.
 */
import { ByteReader } from "../byte-reader.ts";
import { absentProperty, countedText, readProperties, variableInteger } from "./mqtt-properties.ts";
import type { PropertyPlace, PropertyValues } from "./mqtt-properties.ts";

/** Fields by their names; the properties stand apart. */
export interface MqttPacket {
  readonly type: "connect" | "connack";
  readonly fields: ReadonlyMap<string, number | string>;
  /** Those of the packet and of the will; null before version 5. */
  readonly properties: readonly (readonly [PropertyPlace, PropertyValues])[] | null;
}

/** More of the packet must come before it can be read. */
export type Incomplete = "incomplete";

const CONNECT = 0x10;
const CONNACK = 0x20;

/** The fixed header: type, and one to four bytes of length. */
const SHORTEST_HEADER = 2;
const LONGEST_HEADER = 5;

const NAMES: ReadonlySet<string> = new Set(["MQTT", "MQIsdp"]);

const Flag = { reserved: 1, will: 4, password: 64, username: 128 } as const;

/** The packet a text begins with; undefined when it is none that may come first. */
export function parseMqtt(bytes: string): MqttPacket | Incomplete | undefined {
  if (bytes.length < SHORTEST_HEADER) return "incomplete";
  const type = bytes.charCodeAt(0);
  if (type !== CONNECT && type !== CONNACK) return undefined;
  const header = new ByteReader(bytes, 1, bytes.length);
  const length = variableInteger(header);
  if (header.isBroken) return bytes.length < LONGEST_HEADER ? "incomplete" : undefined;
  const end = header.at + length;
  if (end > bytes.length) return "incomplete";
  const reader = new ByteReader(bytes, header.at, end);
  const packet = type === CONNECT ? readConnect(reader) : readConnack(reader, length);
  return reader.isBroken || !reader.isAtEnd ? undefined : packet;
}

function readConnect(reader: ByteReader): MqttPacket {
  const name = countedText(reader);
  const version = reader.integer(1);
  const flags = reader.integer(1);
  const isNew = version === 5;
  if (!NAMES.has(name) || version < 3 || version > 5 || (flags & Flag.reserved) !== 0)
    reader.fail();
  const fields: Map<string, number | string> = new Map();
  fields.set("protocol_name", name).set("protocol_version", version).set("flags", flags);
  fields.set("keepalive", reader.integer(2));
  const own = isNew ? readProperties(reader, "connect") : new Map<number, number>();
  let will: PropertyValues | null = null;
  fields.set("client_identifier", countedText(reader));
  if ((flags & Flag.will) !== 0) {
    if (isNew) will = readProperties(reader, "will");
    fields.set("will_topic", countedText(reader));
    fields.set("will_payload", countedText(reader));
  }
  if ((flags & Flag.username) !== 0) fields.set("username", countedText(reader));
  if ((flags & Flag.password) !== 0) fields.set("password", countedText(reader));
  return { type: "connect", fields, properties: isNew ? placed(own, will) : null };
}

function placed(own: PropertyValues, will: PropertyValues | null): MqttPacket["properties"] {
  return will === null
    ? [["connect", own]]
    : [
        ["connect", own],
        ["will", will],
      ];
}

/** Two bytes are of a version before 5. */
function readConnack(reader: ByteReader, length: number): MqttPacket {
  const flags = reader.integer(1);
  if (flags > 1) reader.fail();
  const fields: Map<string, number | string> = new Map();
  fields.set("flags", flags).set("reason_code", reader.integer(1));
  if (length <= 2) {
    return { type: "connack", fields: fields.set("protocol_version", 4), properties: null };
  }
  const properties = [["connack", readProperties(reader, "connack")]] as const;
  return { type: "connack", fields: fields.set("protocol_version", 5), properties };
}

/** The value of a property in a packet of version 5; 0 for a number that is not there. */
export function mqttProperty(packet: MqttPacket, id: number): number | string | undefined {
  for (const [place, values] of packet.properties ?? []) {
    const value = values.get(id) ?? absentProperty(id, place);
    if (value !== undefined) return value;
  }
  return undefined;
}
