/** FIX messages through the converters; a bar stands for SOH. All seen from haproxy 2.6 and 3.2. */
import { compareExpressions } from "./expression-table.ts";
import { type MessageRow, messageAnswers } from "./rows/message-row.ts";

const rows: readonly MessageRow[] = [
  [
    "8=FIX.4.4|9=30|35=A|49=SENDER|56=TARGET|34=1|10=148|",
    `
      valid=1 tag(35)=A tag(MsgType)=A tag(SenderCompID)=SENDER tag(TargetCompID)=TARGET
      tag(BeginString)=FIX.4.4 tag(BodyLength)=30 tag(CheckSum)=148 tag(34)=1 tag(99)=
      tag(msgtype)=A tag(035)=A tag(35),lower=a tag(99999999999)=`,
  ],
  ["8=FIX.4.0|9=5|35=A|10=176|", "valid=1 tag(35)=A"],
  ["8=FIX.4.1|9=5|35=A|10=177|", "valid=1 tag(35)=A"],
  ["8=FIX.4.2|9=5|35=A|10=178|", "valid=1 tag(35)=A"],
  ["8=FIX.4.3|9=5|35=A|10=179|", "valid=1 tag(35)=A"],
  ["8=FIX.4.4|9=5|35=A|10=180|", "valid=1 tag(35)=A"],
  ["8=FIX.5.0|9=5|35=A|10=177|", "valid=0 tag(35)=A"],
  ["8=FIX.5.0SP1|9=5|35=A|10=133|", "valid=0 tag(35)=A"],
  ["8=FIX.5.0SP2|9=5|35=A|10=134|", "valid=0 tag(35)=A"],
  ["8=FIXT.1.1|9=5|35=A|10=002|", "valid=1 tag(35)=A"],
  ["8=FIX.3.0|9=5|35=A|10=175|", "valid=0 tag(35)=A"],
  ["8=FIX.4.5|9=5|35=A|10=181|", "valid=0 tag(35)=A"],
  ["8=fix.4.4|9=5|35=A|10=020|", "valid=0 tag(35)=A"],
  ["8=FIXT.1.0|9=5|35=A|10=001|", "valid=0 tag(35)=A"],
  ["8=FIX.4.4x|9=5|35=A|10=044|", "valid=0 tag(35)=A"],
  ["8=FIX.4.4|9=5|35=A|49=S|10=178|", "valid=0 tag(49)=S"],
  ["8=FIX.4.4|9=500|35=A|49=S|10=018|", "valid=0 tag(49)=S"],
  ["8=FIX.4.4|9=05|35=A|10=228|", "valid=1"],
  ["8=FIX.4.4|9=|35=A|10=127|", "valid="],
  ["8=FIX.4.4|9=5x|35=A|10=044|", "valid=0"],
  ["8=FIX.4.4|9=5|35=A|10=000|", "valid=0 tag(35)=A tag(10)=000"],
  ["8=FIX.4.4|9=5|35=A|10=1|", "valid="],
  ["8=FIX.4.4|9=10|49=S|35=A|10=222|", "valid=0 tag(35)=A"],
  ["8=FIX.4.4|9=9|35=A|49=|10=099|", "valid=1 tag(49)="],
  ["8=FIX.4.4|9=9|35=A|x=1|10=159|", "valid=0 tag(35)=A"],
  ["8=FIX.4.4|9=8|35=A|=1|10=038|", "valid=0 tag(35)=A"],
  ["8=FIX.4.4|9=8|35=A|49|10=037|", "valid=0 tag(35)=A"],
  ["8=FIX.4.4|9=4|35=|10=114|", "valid="],
  ["8=FIX.4.4|9=15|35=A|49=S|49=T|10=226|", "valid=1 tag(49)=S"],
  ["8=FIX.4.4|9=30|35=A|49=SENDER|56=TARGET|34=1|10=148", "valid= tag(35)=A"],
  ["8=FIX.4.4|9=30|35=A|49=SENDER|56=TARGET|34=1", "valid= tag(35)=A tag(34)="],
  ["8=FIX.4.4|9=30|35=A|", "valid= tag(35)=A"],
  [
    "8=FIX.4.4|9=30|35=A|49=SENDER|56=TARGET|34=1|10=148|8=FIX.4.4|9=30|35=A|49=SENDER|56=TARGET|34=1|10=148|",
    "valid=1 tag(35)=A",
  ],
  ["8=FIX.4.4|9=30|35=A|49=SENDER|56=TARGET|34=1|10=148|x", "valid=1"],
  ["x8=FIX.4.4|9=30|35=A|49=SENDER|56=TARGET|34=1|10=148|", "valid=0 tag(35)="],
  ["8=FIX.4.4|", "valid= tag(8)=FIX.4.4 tag(9)="],
  ["8=FIX.4.4", "valid= tag(8)="],
  ["9=5|8=FIX.4.4|35=A|10=000|", "valid=0 tag(8)=FIX.4.4"],
  ["A", "valid= tag(8)="],
  ["||", "valid= tag(8)="],
  ["35=A=B|", "tag(35)=A=B"],
  ["8=FIX.4.4|9=12|35=A|99=a=b|10=146|", "valid=1 tag(99)=a=b"],
  ["8=FIX.4.4|9=11|35=A|099=q|10=050|", "valid=1 tag(99)=q"],
  ["8=FIX.4.4|9=11|35=A|+99=q|10=045|", "valid=0 tag(99)="],
  ["8=FIX.4.4|9=6|35=AB|10=247|", "valid=1"],
  ["8=FIX.4.4|9=15|35=A|10=1|49=S|10=179|", "valid=0 tag(49)= tag(10)=1"],
  ["8=FIX.4.4|9=21|35=A|9999999999999=S|10=088|", "valid=0 tag(9999999999999)=S"],
  ["8=FIX.4.4|9=9|35=A|0=S|10=121|", "valid=0"],
];

const messages = rows.map(([message, uses]): MessageRow => [message.replaceAll("|", "\x01"), uses]);

compareExpressions(
  "FIX messages",
  messageAnswers(messages, { valid: "fix_is_valid", tag: "fix_tag_value" }),
);
