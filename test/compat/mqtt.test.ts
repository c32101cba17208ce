/** MQTT packets through the converters, as seen from haproxy 2.6 and 3.2. */
import { compareExpressions } from "./expression-table.ts";
import { type MessageRow, messageAnswers } from "./rows/message-row.ts";

const ofClient: readonly MessageRow[] = [
  [
    "\x10!\x00\x04MQTT\x04\xee\x00<\x00\x03cid\x00\x02wt\x00\x02wp\x00\x03usr\x00\x03pwd",
    `
      valid=1 field(connect,flags)=238 field(connect,protocol_name)=MQTT
      field(connect,protocol_version)=4 field(connect,client_identifier)=cid
      field(connect,will_topic)=wt field(connect,will_payload)=wp field(connect,username)=usr
      field(connect,password)=pwd field(connect,keepalive)=60 field(1,username)=usr
      field(CONNECT,USERNAME)=usr field(connect,17)= field(connack,flags)= field(connect,38)=
      field(connack,36)= field(connack,33)= field(connack,17)= field(connack,protocol_version)=
      field(connack,reason_code)=`,
  ],
  [
    "\x10\x0f\x00\x04MQTT\x04\x02\x00<\x00\x03cid",
    "valid=1 field(connect,client_identifier)=cid field(connect,username)= field(connect,flags)=2",
  ],
  [
    "\x10\x11\x00\x06MQIsdp\x03\x02\x00<\x00\x03cid",
    "valid=1 field(connect,protocol_name)=MQIsdp field(connect,protocol_version)=3",
  ],
  ["\x10\x11\x00\x06MQIsdp\x04\x02\x00<\x00\x03cid", "valid=1 field(connect,protocol_name)=MQIsdp"],
  ["\x10\x0f\x00\x04MQTT\x03\x02\x00<\x00\x03cid", "valid=1 field(connect,protocol_name)=MQTT"],
  ["\x10\x0f\x00\x04MQTT\x06\x02\x00<\x00\x03cid", "valid=0 field(connect,protocol_version)="],
  ["\x10\x0f\x00\x04XQTT\x04\x02\x00<\x00\x03cid", "valid=0 field(connect,protocol_name)="],
  ["\x10\x0f\x00\x04MQTT\x04\x03\x00<\x00\x03cid", "valid=0 field(connect,flags)="],
  ["\x10\x0f\x00\x04MQTT\x04\x00\x00<\x00\x03cid", "valid=1 field(connect,flags)=0"],
  ["\x10\x10\x00\x04MQTT\x04@\x00<\x00\x01c\x00\x01p", "valid=1 field(connect,password)=p"],
  ["\x10\x10\x00\x04MQTT\x04\x80\x00<\x00\x01c\x00\x01u", "valid=1 field(connect,username)=u"],
  ["\x10\x0f\x00\x04MQTT\x04\x08\x00<\x00\x03cid", "valid=1 field(connect,flags)=8"],
  ["\x10\x0f\x00\x04MQTT\x04 \x00<\x00\x03cid", "valid=1 field(connect,flags)=32"],
  [
    "\x10\x13\x00\x04MQTT\x04\x1c\x00<\x00\x01c\x00\x01t\x00\x01p",
    "valid=1 field(connect,will_topic)=t",
  ],
  [
    "\x10\x13\x00\x04MQTT\x04\x04\x00<\x00\x01c\x00\x01t\x00\x01p",
    "valid=1 field(connect,will_topic)=t field(connect,will_payload)=p",
  ],
  ["\x10\x10\x00\x04MQTT\x04\xc2\x00<\x00\x01c\x00\x01u", "valid=0 field(connect,username)="],
  ["\x10\x0c\x00\x04MQTT\x04\x02\x00<\x00\x00", "valid=1 field(connect,client_identifier)="],
  ["\x10\x0c\x00\x04MQTT\x04\x00\x00<\x00\x00", "valid=1 field(connect,client_identifier)="],
  ["\x10\x0a\x00\x04MQTT\x04\x02\x00<", "valid=0 field(connect,flags)="],
  ["\x10\x12\x00\x04MQTT\x04\x02\x00<\x00\x01cextra", "valid=0 field(connect,client_identifier)="],
  [
    "\x10\x0f\x00\x04MQTT\x04\x02\x00<\x00\x03cidmore",
    "valid=1 field(connect,client_identifier)=cid",
  ],
  [
    "\x10\x0f\x00\x04MQTT\x04\x02\x00<\x00\x03ci",
    "valid= field(connect,client_identifier)= field(connect,flags)=",
  ],
  ["\x10\x0f\x00\x04", "valid= field(connect,flags)="],
  ["\x10", "valid= field(connect,flags)="],
  ["\x10\x00", "valid=0 field(connect,flags)="],
  ["\x11\x0f\x00\x04MQTT\x04\x02\x00<\x00\x03cid", "valid=0 field(connect,flags)="],
  ["0\x0f\x00\x04MQTT\x04\x02\x00<\x00\x03cid", "valid=0 field(connect,flags)="],
  ["\x10\xff\xff\xff\xff\x7f\x00\x04MQTT\x04\x02\x00<\x00\x03cid", "valid=0 field(connect,flags)="],
  ["\x10\x8f\x00\x00\x04MQTT\x04\x02\x00<\x00\x03cid", "valid=1 field(connect,flags)=2"],
  ["\x10\x0f\x00\x04MQTT\x04\x02\x00<\x00\x03c\x00d", "valid=1 field(connect,client_identifier)=c"],
  ["\x10\x0f\x00\x04MQTT\x04\x02\xff\xff\x00\x03cid", "valid=1 field(connect,keepalive)=65535"],
  [
    "\x105\x00\x04MQTT\x05\x02\x00<%\x11\x00\x00\x00\x0a!\x00\x14'\x00\x00\x10\x00\"\x00\x05\x19\x01\x17\x00&\x00\x01k\x00\x01v\x15\x00\x02am\x16\x00\x02ad\x00\x03cid",
    `
      valid=1 field(connect,17)=10 field(connect,33)=20 field(connect,39)=4096 field(connect,34)=5
      field(connect,25)=1 field(connect,23)=0 field(connect,21)=am field(connect,22)=ad
      field(connect,38)= field(connect,client_identifier)=cid field(connect,protocol_version)=5`,
  ],
  [
    "\x10h\x00\x04MQTT\x05\xee\x00<%\x11\x00\x00\x00\x0a!\x00\x14'\x00\x00\x10\x00\"\x00\x05\x19\x01\x17\x00&\x00\x01k\x00\x01v\x15\x00\x02am\x16\x00\x02ad\x00\x03cid$\x18\x00\x00\x00\x07\x01\x01\x02\x00\x00\x00\x09\x03\x00\x02ct\x08\x00\x02rt\x09\x00\x02cd&\x00\x02wk\x00\x02wv\x00\x02wt\x00\x02wp\x00\x01u\x00\x01p",
    `
      valid=1 field(connect,1)=1 field(connect,2)=9 field(connect,3)=ct field(connect,8)=rt
      field(connect,9)=cd field(connect,will_topic)=wt field(connect,will_payload)=wp
      field(connect,username)=u field(connect,password)=p`,
  ],
  [
    "\x10\x10\x00\x04MQTT\x05\x02\x00<\x00\x00\x03cid",
    "valid=1 field(connect,17)=0 field(connect,client_identifier)=cid",
  ],
  [
    "\x10\x1a\x00\x04MQTT\x05\x02\x00<\x0a\x11\x00\x00\x00\x0a\x11\x00\x00\x00\x0b\x00\x03cid",
    "valid=0 field(connect,17)=",
  ],
  ["\x10\x12\x00\x04MQTT\x05\x02\x00<\x02$\x01\x00\x03cid", "valid=0 field(connect,flags)="],
  ["\x10\x12\x00\x04MQTT\x05\x02\x00<\x02c\x01\x00\x03cid", "valid=0 field(connect,flags)="],
  ["\x10\x13\x00\x04MQTT\x05\x02\x00<\x03\x11\x00\x00\x00\x03cid", "valid=0 field(connect,17)="],
  ["\x10\x12\x00\x04MQTT\x05\x02\x00<\x02\x19\x02\x00\x03cid", "valid=0 field(connect,25)="],
  ["\x10\x13\x00\x04MQTT\x05\x02\x00<\x03!\x00\x00\x00\x03cid", "valid=0 field(connect,33)="],
  [
    "\x10\x15\x00\x04MQTT\x05\x02\x00<\x05'\x00\x00\x00\x00\x00\x03cid",
    "valid=0 field(connect,39)=",
  ],
  [
    "\x10\x1e\x00\x04MQTT\x05\x02\x00<\x0e&\x00\x01a\x00\x01b&\x00\x01a\x00\x01c\x00\x03cid",
    "valid=1 field(connect,38)= field(connect,flags)=2",
  ],
  ["\x10\x14\x00\x04MQTT\x05\x02\x00<\x04\x16\x00\x01x\x00\x03cid", "valid=0 field(connect,22)="],
  [
    "\x10\x0d\x00\x04MQTT\x05\x00\x00<\x00\x00\x00",
    "valid=1 field(connect,client_identifier)= field(connect,flags)=0",
  ],
  ["\x10\x11\x00\x04MQTT\x05B\x00<\x00\x00\x01c\x00\x01p", "valid=1 field(connect,password)=p"],
  [
    "\x10\x17\x00\x04MQTT\x05\x06\x00<\x00\x00\x01c\x02\x01\x02\x00\x01t\x00\x01p",
    "valid=0 field(connect,1)= field(connect,will_topic)=",
  ],
  [
    "\x10\x0e\x00\x04MQTT\x05\x02\x00<\x00\x00\x01c",
    `
      field(connect,1)= field(connect,2)= field(connect,3)= field(connect,8)= field(connect,9)=
      field(connect,17)=0 field(connect,21)= field(connect,22)= field(connect,23)=0
      field(connect,24)= field(connect,25)=0 field(connect,33)=0 field(connect,34)=0
      field(connect,38)= field(connect,39)=0 field(01,flags)=2 field(connect,will_topic)=`,
  ],
  ["\x10\x15\x00\x04MQTT\x05\x02\x00<\x07&\x00\x01a\x00\x01b\x00\x01c", "field(connect,38)="],
  ["\x10\xff\xff\xff", "valid="],
  ["\x11", "valid="],
  ["0", "valid="],
  ["\x10\xff\xff\xff\xff", "valid=0"],
  ["\x10\x05", "valid="],
];

const ofServer: readonly MessageRow[] = [
  [
    " \x02\x00\x00",
    `
      valid=1 field(connack,flags)=0 field(connack,protocol_version)=4
      field(connack,reason_code)=0 field(connack,17)=`,
  ],
  [" \x02\x01\x00", "valid=1 field(connack,flags)=1"],
  [" \x02\x02\x00", "valid=0 field(connack,flags)="],
  [" \x02\x00\x05", "valid=1 field(connack,reason_code)=5"],
  [" \x02\x00\x06", "valid=1 field(connack,reason_code)=6"],
  [" \x02\x00\xff", "valid=1 field(connack,reason_code)=255"],
  [" \x02\x01\x05", "valid=1 field(connack,reason_code)=5"],
  [" \x01\x00", "valid=0 field(connack,flags)="],
  [
    " \x03\x00\x00\x00",
    `
      valid=1 field(connack,flags)=0 field(connack,reason_code)=0
      field(connack,protocol_version)=5 field(connack,17)=0 field(connack,18)= field(connack,19)=0
      field(connack,31)= field(connack,33)=0 field(connack,34)=0 field(connack,36)=0
      field(connack,37)=0 field(connack,38)= field(connack,39)=0 field(connack,40)=0
      field(connack,41)=0 field(connack,42)=0`,
  ],
  [
    " F\x01\x00C\x11\x00\x00\x00\x0a!\x00\x14$\x01%\x00'\x00\x00\x10\x00\x12\x00\x03aci\"\x00\x05\x1f\x00\x02rs(\x01)\x00*\x01\x13\x00\x1e\x1a\x00\x02ri\x1c\x00\x02sr\x15\x00\x02am\x16\x00\x02ad&\x00\x01k\x00\x01v",
    `
      valid=1 field(connack,17)=10 field(connack,33)=20 field(connack,36)=1 field(connack,37)=0
      field(connack,39)=4096 field(connack,18)=aci field(connack,34)=5 field(connack,31)=rs
      field(connack,40)=1 field(connack,41)=0 field(connack,42)=1 field(connack,19)=30
      field(connack,26)=ri field(connack,28)=sr field(connack,21)=am field(connack,22)=ad
      field(connack,38)= field(connack,flags)=1 field(connack,reason_code)=0
      field(connack,protocol_version)=5`,
  ],
  [" \x03\x00\x87\x00", "valid=1 field(connack,reason_code)=135 field(connack,protocol_version)=5"],
  [" \x03\x00\x03\x00", "valid=1 field(connack,reason_code)=3"],
  [" \x05\x00\x00\x02$\x02", "valid=0 field(connack,36)="],
  [" \x05\x00\x00\x02\x17\x01", "field(connack,flags)="],
  [" \x04\x00\x00\x02$", "valid=0 field(connack,36)= field(connack,flags)="],
  [" \x05\x00\x00\x03$\x01", "valid=0 field(connack,36)="],
  [" \x06\x00\x00\x02$\x01z", "valid=0 field(connack,36)="],
];

const names = { valid: "mqtt_is_valid", field: "mqtt_field_value" };

compareExpressions("MQTT packets", messageAnswers([...ofClient, ...ofServer], names));
