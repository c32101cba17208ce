/** Fetches of internal states (manual 7.3.2), as rules of a frontend see them. */
import { compareExpressions, gives, newerExpressions } from "./expression-table.ts";

compareExpressions("internal states", [
  "%[be_conn_free(spare)]",
  "%[connslots(spare)]",
  "%[srv_conn_free(spare/s1)]",
  "%[srv_conn_free(spare/s2)]",
  "%[srv_iweight(spare/s1)]",
  "%[srv_iweight(spare/s3)]",
  "%[srv_uweight(spare/s3)]",
  "%[srv_uweight(spare/s3),add(1)]",
  "%[prio_class]",
  "%[prio_offset]",
  "%[proc]",
  "%[fe_client_timeout]",
  "<%[fe_defbe]>",
  "%[dst_conn]",
]);

newerExpressions(
  "internal states of newer versions",
  "3.2",
  [
    gives("%[act_conn]", "1"),
    gives("%[pid,div(2147483647)]", "0"),
    gives("%[uptime,div(3600)]", "0"),
    gives("%[acl(yes)]", "1"),
    gives("%[acl(no)]", "0"),
    gives("%[acl(!no)]", "1"),
    gives("%[acl(yes,!no)]", "1"),
    gives("%[acl(yes,no)]", "0"),
    gives("%[acl(yes,yes,yes,yes,yes,yes,yes,yes,yes,yes,yes,!no)]", "1"),
    gives("%[acl(TRUE)]", "1"),
    gives("%[acl(nested)]", "1"),
    gives("%[acl(METH_GET,!METH_POST),iif(get,other)]", "get"),
    gives("%[last_entity]", ""),
    gives("%[waiting_entity]", ""),
    gives("%[txn.sess_term_state]", "LR"),
    gives("%[cur_client_timeout]", "5000"),
    gives("%[txn.timer.total,div(1000)]", "0"),
    gives("%[txn.timer.user,div(1000)]", "0"),
    gives("%[req.timer.hdr,div(1000)]", "0"),
    gives("%[req.timer.idle,div(1000)]", "0"),
    gives("%[req.timer.tq,div(1000)]", "0"),
    gives("%[fc.timer.handshake,div(1000)]", "0"),
    gives("%[fc.timer.total,div(1000)]", "0"),
    gives("%[accept_date,sub(1700000000),div(1000000000)]", "0"),
    gives("%[accept_date(ms),sub(1700000000000),div(1000000000000)]", "0"),
    gives("%[accept_date(us),sub(1700000000000000),div(1000000000000000)]", "0"),
    gives("%[request_date(s),sub(1700000000),div(1000000000)]", "0"),
    gives("%[request_date(ms),sub(1700000000000),div(1000000000000)]", "0"),
    gives("%[uuid(7),length]", "36"),
    gives("%[uuid(7),field(3,-),bytes(0,1)]", "7"),
  ],
  `acl yes path_beg /dir
    acl no path_beg /other
    acl nested acl(yes)`,
);
