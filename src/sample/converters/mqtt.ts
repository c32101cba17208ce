/** Converters of MQTT packets (manual 7.3.1). */
import { mqttProperty, parseMqtt } from "../protocols/mqtt.ts";
import type { MqttPacket } from "../protocols/mqtt.ts";
import { USER_PROPERTY, absentProperty } from "../protocols/mqtt-properties.ts";
import type { PropertyPlace } from "../protocols/mqtt-properties.ts";
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { ofText, shapedText } from "./rows.ts";

interface PacketKind {
  readonly type: MqttPacket["type"];
  readonly fields: readonly string[];
  readonly places: readonly PropertyPlace[];
}

const CONNECT: PacketKind = {
  type: "connect",
  places: ["connect", "will"],
  fields: [
    "flags",
    "protocol_name",
    "protocol_version",
    "client_identifier",
    "will_topic",
    "will_payload",
    "username",
    "password",
    "keepalive",
  ],
};

const CONNACK: PacketKind = {
  type: "connack",
  places: ["connack"],
  fields: ["flags", "protocol_version", "reason_code"],
};

function kindOf(text: string): PacketKind | undefined {
  if (/^(?:connect|0*1)$/i.test(text)) return CONNECT;
  return /^(?:connack|0*2)$/i.test(text) ? CONNACK : undefined;
}

type Look = (packet: MqttPacket) => number | string | undefined;

/** What looks a field or property up; undefined when such a packet has none of that name. */
function lookOf(kind: PacketKind, name: string): Look | undefined {
  if (kind.fields.includes(name)) return (packet) => packet.fields.get(name);
  const id = /^[1-9]\d*$/.test(name) ? Number(name) : -1;
  if (kind.places.every((place) => absentProperty(id, place) === undefined)) return undefined;
  return id === USER_PROPERTY ? () => undefined : (packet) => mqttProperty(packet, id);
}

const fieldValue: ConverterRow = shapedText(
  "mqtt_field_value",
  "bin",
  "bin",
  [
    { name: "packettype", type: "str" },
    { name: "fieldname_or_property_ID", type: "str" },
  ],
  "A field or a property of an MQTT CONNECT or CONNACK packet; numbers as decimal text.",
  (args, scope, at) => {
    const kind = kindOf(argText(args, 0));
    const look = kind && lookOf(kind, argText(args, 1).toLowerCase());
    if (kind === undefined || look === undefined) {
      const [place, hint] =
        kind === undefined
          ? [args[0], "connect or connack"]
          : [args[1], `a property's number or ${kind.fields.join(", ")}`];
      const message = `converter 'mqtt_field_value': unknown '${place?.text ?? ""}'`;
      scope.diagnostics.error(place?.at ?? at, message, hint);
      return undefined;
    }
    return (bytes) => {
      const packet = parseMqtt(bytes);
      if (packet === undefined || packet === "incomplete") return undefined;
      return packet.type === kind.type ? look(packet)?.toString() : undefined;
    };
  },
);

export const mqttConverters: readonly ConverterRow[] = [
  ofText(
    "mqtt_is_valid",
    "bin",
    "bool",
    "True for a right MQTT CONNECT or CONNACK packet, no sample while more of it may come.",
    (bytes) => {
      const packet = parseMqtt(bytes);
      return packet === "incomplete" ? undefined : packet !== undefined;
    },
  ),
  fieldValue,
];
