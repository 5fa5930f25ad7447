/** Access string of a user who may do nothing, not even log in. */
export const nobody = "off ~* &* -@all";

/**
 * What a product does with its cache, as an access string of ElastiCache. Read from left to right: nothing, then whole
 * categories, then exceptions.
 */
export const productAcl: string = [
  "on",
  // Any key and any channel: Celery's names come from queues and job ids, those of the application we do not know.
  "~*",
  "&*",
  "-@all",
  // Queues, results, locks and counters, among them KEDA's LLEN.
  "+@read",
  "+@write",
  // AUTH, HELLO, PING, SELECT, CLIENT SETNAME.
  "+@connection",
  // A job leaves its queue and enters the list of those in hand in one step (MULTI, EXEC, WATCH).
  "+@transaction",
  // Results are announced, and workers are asked how they are (`celery inspect ping`).
  "+@pubsub",
  // Celery 5.7 dates what is in hand by the server's clock. In no category but @fast.
  "+time",
  // That is a script; so are giving back a lock only if one still holds it, and how KEDA measures a queue.
  "+eval",
  "+evalsha",
  "+script|load",
  "+script|exists",
  // FLUSHALL, FLUSHDB, SWAPDB, KEYS, SORT, MIGRATE, RESTORE, MONITOR, CONFIG, ACL, CLIENT KILL, REPLICAOF, SHUTDOWN: what
  // takes everybody's data or time. After the categories above, because some of these are reads and writes.
  "-@admin",
  "-@dangerous",
  // Libraries of functions outlive whoever loads them.
  "-function",
  // Also @dangerous, for what it tells of others; the exporter of metrics has nothing without it.
  "+info",
].join(" ");
