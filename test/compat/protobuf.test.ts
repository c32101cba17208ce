/** Protocol buffers and gRPC messages through the converters, as seen from haproxy 2.6 and 3.2. */
import { compareExpressions, newerExpressions } from "./expression-table.ts";
import { type MessageRow, messageAnswers } from "./rows/message-row.ts";

const rows: readonly MessageRow[] = [
  [
    "\x08\x00",
    `
      protobuf(1)= protobuf(1,int32)=0 protobuf(1,int64)=0 protobuf(1,uint32)=0
      protobuf(1,uint64)=0 protobuf(1,sint32)=0 protobuf(1,sint64)=0 protobuf(1,bool)=0
      protobuf(1,enum)=0 protobuf(1,fixed32)=`,
  ],
  [
    "\x08\x05",
    `
      protobuf(1,int32)=5 protobuf(1,int64)=5 protobuf(1,uint32)=5 protobuf(1,uint64)=5
      protobuf(1,sint32)=-3 protobuf(1,sint64)=-3 protobuf(1,bool)=5 protobuf(1,enum)=5
      protobuf(1,fixed32)=`,
  ],
  [
    "\x08\xac\x02",
    `
      protobuf(1,int32)=300 protobuf(1,int64)=300 protobuf(1,uint32)=300 protobuf(1,uint64)=300
      protobuf(1,sint32)=150 protobuf(1,sint64)=150 protobuf(1,bool)=300 protobuf(1,enum)=300
      protobuf(1,fixed32)=`,
  ],
  [
    "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    `
      protobuf(1,int32)=-1 protobuf(1,int64)=-1 protobuf(1,uint32)=-1 protobuf(1,uint64)=-1
      protobuf(1,sint32)=-9223372036854775808 protobuf(1,sint64)=-9223372036854775808
      protobuf(1,bool)=-1 protobuf(1,enum)=-1 protobuf(1,fixed32)=`,
  ],
  [
    "\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
    `
      protobuf(1,int32)=-9223372036854775808 protobuf(1,int64)=-9223372036854775808
      protobuf(1,uint32)=-9223372036854775808 protobuf(1,uint64)=-9223372036854775808
      protobuf(1,sint32)=4611686018427387904 protobuf(1,sint64)=4611686018427387904
      protobuf(1,bool)=-9223372036854775808 protobuf(1,enum)=-9223372036854775808
      protobuf(1,fixed32)=`,
  ],
  [
    "\x08\x87\x80\x80\x80\x10",
    `
      protobuf(1,int32)=4294967303 protobuf(1,int64)=4294967303 protobuf(1,uint32)=4294967303
      protobuf(1,uint64)=4294967303 protobuf(1,sint32)=-2147483652 protobuf(1,sint64)=-2147483652
      protobuf(1,bool)=4294967303 protobuf(1,enum)=4294967303 protobuf(1,fixed32)=`,
  ],
  [
    "\x08\xff\xff\xff\xff\x0f",
    `
      protobuf(1,int32)=4294967295 protobuf(1,int64)=4294967295 protobuf(1,uint32)=4294967295
      protobuf(1,uint64)=4294967295 protobuf(1,sint32)=-2147483648 protobuf(1,sint64)=-2147483648
      protobuf(1,bool)=4294967295 protobuf(1,enum)=4294967295 protobuf(1,fixed32)=`,
  ],
  [
    "\x08\x80\x80\x80\x80\x08",
    `
      protobuf(1,int32)=2147483648 protobuf(1,int64)=2147483648 protobuf(1,uint32)=2147483648
      protobuf(1,uint64)=2147483648 protobuf(1,sint32)=1073741824 protobuf(1,sint64)=1073741824
      protobuf(1,bool)=2147483648 protobuf(1,enum)=2147483648 protobuf(1,fixed32)=`,
  ],
  [
    "\x0a\x03abc",
    `
      protobuf(1)=abc protobuf(1,int32)= protobuf(2)= protobuf(0)= protobuf(1.2)= protobuf(.1)=
      protobuf(536870912)= protobuf(1..2)= protobuf(01)=abc protobuf(1),length=3`,
  ],
  [
    "\x15\x05\x00\x00\x00",
    `
      protobuf(2,fixed32)=5 protobuf(2,sfixed32)=5 protobuf(2,float)=0 protobuf(2,int32)=
      protobuf(2,fixed64)=`,
  ],
  ["\x15\xfb\xff\xff\xff", "protobuf(2,fixed32)=4294967291 protobuf(2,sfixed32)=-5"],
  ["\x15\xcd\xccl@", "protobuf(2,float)=3 protobuf(2),hex=CDCC6C40"],
  ["\x15\xcd\xccl\xc0", "protobuf(2,float)=4294967293"],
  ["\x15\x00\x00\xc0\x7f", "protobuf(2,float)=0"],
  ["\x15\x00\x00\x80\x7f", "protobuf(2,float)=0"],
  [
    "\x11\x05\x00\x00\x00\x00\x00\x00\x00",
    "protobuf(2,fixed64)=5 protobuf(2,sfixed64)=5 protobuf(2,double)=0 protobuf(2,fixed32)=",
  ],
  ["\x11\xfb\xff\xff\xff\xff\xff\xff\xff", "protobuf(2,fixed64)=-5 protobuf(2,sfixed64)=-5"],
  ["\x11\xecQ\xb8\x1e\x85\xeb\x0f\xc0", "protobuf(2,double)=-3 protobuf(2),hex=EC51B81E85EB0FC0"],
  ["\x11\x9cu\x00\x88<\xe47~", "protobuf(2,double)=0"],
  [
    "\x82\x03\x10\xda\x03\x0d\x08\xe9\xfc\xff\xff\xff\xff\xff\xff\xff\x01\x10\x0c\x8a\x03\x07\xda\x03\x04\x08\x05\x10\x06",
    `
      protobuf(48.59.1,int32)=-407 protobuf(48.59.2,int32)=12 protobuf(49.59.1,int32)=5
      protobuf(49.59.2,int32)=6 protobuf(48.59),hex=08E9FCFFFFFFFFFFFFFF01100C protobuf(48.60)=
      protobuf(48.1)= protobuf(48.59.1),hex=E9FCFFFFFFFFFFFFFF01
      protobuf(48),hex=DA030D08E9FCFFFFFFFFFFFFFF01100C protobuf(48.59.1.1)=`,
  ],
  [
    "\x08\x01\x12\x01x\x1d\x01\x00\x00\x00!\x01\x00\x00\x00\x00\x00\x00\x00*\x03end",
    `
      protobuf(5)=end protobuf(4,fixed64)=1 protobuf(3,fixed32)=1 protobuf(2)=x
      protobuf(1,int32)=1`,
  ],
  ["\x0a\x01a\x0a\x01b", "protobuf(1)=a"],
  ["\x0a\x00", "protobuf(1),length=0 protobuf(1)="],
  ["\x0a\x03ab", "protobuf(1)="],
  ["\x08\xac", "protobuf(1,int32)="],
  ["\x0b", "protobuf(1)="],
  ["\x0c", "protobuf(1)="],
  ["\x0b\x10\x05\x0c\x18\x07", "protobuf(3,int32)= protobuf(2,int32)="],
  ["\x0ea", "protobuf(1)="],
  ["\x08\x05\xff", "protobuf(1,int32)=5 protobuf(2)="],
  ["\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "protobuf(1,int32)="],
  ["\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "protobuf(1,int64)=-1"],
  ["\x00\x05", "protobuf(1)="],
  ["\x0a\x02\x08\x01\x10\x02", "protobuf(1.1,int32)=1 protobuf(1.2,int32)="],
  ["\x0a\xff\xff\xff\xff\x0fa", "protobuf(1)="],
  ["\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01a", "protobuf(1)="],
  ["\xa0\x06\x07", "protobuf(100,int32)=7"],
  ["\xf8\xff\xff\xff\x0f\x07", "protobuf(536870911,int32)=7"],
  [
    "\x00\x00\x00\x00\x1d\x82\x03\x10\xda\x03\x0d\x08\xe9\xfc\xff\xff\xff\xff\xff\xff\xff\x01\x10\x0c\x8a\x03\x07\xda\x03\x04\x08\x05\x10\x06",
    `
      ungrpc(48.59.1,int32)=-407 ungrpc(49.59.2,int32)=6
      ungrpc(48.59),hex=08E9FCFFFFFFFFFFFFFF01100C ungrpc(7)=`,
  ],
  [
    "\x01\x00\x00\x00\x1d\x82\x03\x10\xda\x03\x0d\x08\xe9\xfc\xff\xff\xff\xff\xff\xff\xff\x01\x10\x0c\x8a\x03\x07\xda\x03\x04\x08\x05\x10\x06",
    "ungrpc(48.59.1,int32)=-407",
  ],
  ["\x00\x00\x00\x00\x05\x0a\x03abc", "ungrpc(1)=abc"],
  ["\x00\x00\x00\x01\xf4\x0a\x03abc", "ungrpc(1)="],
  ["\x00\x00\x00\x00\x02\x0a\x03abc", "ungrpc(1)="],
  ["\x00\x00\x00\x00\x03\x12\x01x\x00\x00\x00\x00\x05\x0a\x03abc", "ungrpc(1)=abc ungrpc(2)=x"],
  ["\x00\x00\x00\x00\x00", "ungrpc(1)="],
  ["\x00\x00\x00", "ungrpc(1)="],
  ["\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05\x0a\x03abc", "ungrpc(1)=abc"],
  ["\x00\x00\x00\x00\x05\x0a\x03abcjunk", "ungrpc(1)=abc ungrpc(2)="],
  ["\x00\x00\x00\x00\x02\x08\x07", "ungrpc(1,int32)=7"],
];

/** haproxy 2.6 goes on with the second of two messages with the same number. */
const newer: readonly MessageRow[] = [
  ["\x0a\x02\x10\x01\x0a\x02\x08\x09", "protobuf(1.1,int32)= protobuf(1.2,int32)=1"],
];

compareExpressions("protocol buffers and gRPC messages", messageAnswers(rows));
newerExpressions("protocol buffers, newer", "3.2", messageAnswers(newer));
