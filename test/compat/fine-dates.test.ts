/** Dates given in milli- and microseconds: ms_ltime, ms_utime, us_ltime, us_utime (HAProxy 3.0). */
import { gives, newerExpressions } from "./expression-table.ts";

const rows: readonly (readonly [string, string])[] = [
  ["int(1700000000123),ms_utime(%Y-%m-%d %H:%M:%S)", "2023-11-14 22:13:20"],
  ["int(1700000000123),ms_utime(%Y-%m-%d %H:%M:%S.%N)", "2023-11-14 22:13:20.123000000"],
  ["int(1700000000123456),us_utime(%Y-%m-%d %H:%M:%S.%N)", "2023-11-14 22:13:20.123456000"],
  ["int(1700000000123),ms_utime(%s)", "1700000000"],
  ["int(1700000000123456),us_utime(%s)", "1700000000"],
  ["int(1700000000123),ms_utime(a%6Nb%3Nc)", "a123000b123c"],
  ["int(1700000000123),ms_utime(%1N)", "1"],
  ["int(1700000000123),ms_utime(%12N)", "123000000"],
  ["int(1700000000123),ms_utime(%03N)", "123"],
  ["int(1700000000123),ms_utime(%0N)", ""],
  ["int(1700000000123),ms_utime(%N%N)", "123000000123000000"],
  ["int(1700000000123),ms_utime(%s.%N,5)", "1700000000.128000000"],
  ["int(1700000000123456),us_utime(%s.%N,-1)", "1700000000.123455000"],
  ["int(0),ms_utime(%s.%N)", "0.000000000"],
  ["int(1999),us_utime(%s.%N)", "0.001999000"],
  ["int(-1),ms_utime(%Y %S.%N)", "1970 00.184467440"],
  ["int(-1500),ms_utime(%s.%N)", "-1.184467440"],
  ["int(-1500),us_utime(%s)", "0"],
  ["int(1700000000123456),ms_utime(%Y-%m-%d)", "55840-11-08"],
  ["str(1700000000123),ms_utime(%s)", "1700000000"],
  ["str(x),ms_utime(%s)", "0"],
  ["str(),ms_utime(%s)", ""],
  ["req.hdr(x-none),ms_utime(%s)", ""],
  ["int(1700000000123),ms_utime(%q)", "%q"],
  ["int(1700000000123),ms_utime", ""],
  ["int(1700000000123),ms_ltime(%s.%3N)", "1700000000.123"],
  ["int(1700000000123456),us_ltime(%s.%6N)", "1700000000.123456"],
];

newerExpressions(
  "fine dates",
  "3.0",
  rows.map(([expression, expected]) => gives(`%[${expression}]`, expected)),
);
