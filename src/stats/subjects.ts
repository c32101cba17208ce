/**
 * Whom statistics are about: frontends, listeners, backends and servers as the columns ask them.
 * `src/app` makes these from the running configuration; only the control thread reads them.
 */
import type { Counters } from "./counters.ts";

interface SubjectFacts {
  readonly proxyName: string;
  /** HAProxy's `iid`. */
  readonly proxyId: number;
  readonly mode: "http" | "tcp" | "syslog";
  readonly counters: Counters;
}

export interface FrontendSubject extends SubjectFacts {
  readonly kind: "frontend";
  /** "OPEN", "PAUSED" (disable frontend), "FULL", "STOP". */
  status(): string;
  /** maxconn, as it stands now. */
  limit(): number;
  /** `rate-limit sessions`, 0 for none. */
  readonly rateLimit: number;
}

export interface ListenerSubject extends SubjectFacts {
  readonly kind: "listener";
  readonly name: string;
  readonly id: number;
  /** "OPEN", "WAITING", "FULL". */
  status(): string;
  limit(): number;
  /** "127.0.0.1:80", "[::]:80", "unix". */
  readonly address: string;
}

/** What is known of a server's health check. */
export interface CheckFacts {
  readonly rise: number;
  readonly fall: number;
  /** 0 to rise + fall - 1; up from `rise` on. */
  readonly health: number;
  /** "INI", "L4OK", "L7STS", …; see the manual's check_status. */
  readonly status: string;
  /** The status in words: check_desc. */
  readonly description: string;
  /** Traffic is watched as well (`observe`). */
  readonly observes: boolean;
  /** A check is under way. */
  readonly running: boolean;
  /** Status code of the answer; null when there was none to have. */
  readonly code: number | null;
  readonly durationMs: number;
  /** Content of the answer or text of the error, "" for none. */
  readonly output: string;
}

export interface ServerSubject extends SubjectFacts {
  readonly kind: "server";
  readonly name: string;
  readonly id: number;
  /** "UP", "UP 1/3", "DOWN", "MAINT", "DRAIN", "NOLB", "no check", … */
  status(): string;
  /** Takes new traffic, its weight aside. */
  usable(): boolean;
  readonly backup: boolean;
  /** Effective weight now, and the one the user set. */
  weight(): number;
  userWeight(): number;
  /** maxconn, 0 for none. */
  limit(): number;
  /** maxqueue, 0 for none. */
  readonly queueLimit: number;
  sessions(): number;
  queued(): number;
  /** Its checks are enabled; in maintenance, too, where none is made. */
  isChecked(): boolean;
  /** Null when no checks are made: none are configured, they are disabled or paused. */
  check(): CheckFacts | null;
  /** Null without an agent. */
  agent(): CheckFacts | null;
  lastChangeSec(): number;
  downtimeSec(): number;
  /** Slow start in percent; null outside of one. */
  throttlePercent(): number | null;
  /** "backend/server" of `track`, null without. */
  readonly tracked: string | null;
  /** "127.0.0.1:80", "[::1]:80", "unix". */
  address(): string;
  readonly cookie: string | null;
  /** pool-max-conn, -1 for none. */
  readonly idleLimit: number;
}

export interface BackendSubject extends SubjectFacts {
  readonly kind: "backend";
  readonly servers: readonly ServerSubject[];
  readonly fullconn: number;
  /** Requests waiting in the backend's own queue. */
  queued(): number;
  lastChangeSec(): number;
  downtimeSec(): number;
  /** `balance` algorithm's name. */
  readonly algorithm: string;
  readonly cookieName: string | null;
}

export type Subject = FrontendSubject | ListenerSubject | BackendSubject | ServerSubject;
export type SubjectKind = Subject["kind"];

/** One proxy with all its subjects; a frontend has no backend and the reverse. */
export interface ProxySubjects {
  readonly name: string;
  readonly id: number;
  readonly mode: "http" | "tcp" | "syslog";
  readonly description: string | null;
  readonly frontend: FrontendSubject | null;
  /** Reported apart only with `option socket-stats`. */
  readonly listeners: readonly ListenerSubject[];
  readonly backend: BackendSubject | null;
}

/** The subjects of a proxy in HAProxy's order: frontend, listeners, servers, backend. */
export function subjectsOf(proxy: ProxySubjects): readonly Subject[] {
  const subjects: Subject[] = [];
  if (proxy.frontend !== null) subjects.push(proxy.frontend);
  subjects.push(...proxy.listeners);
  if (proxy.backend !== null) subjects.push(...proxy.backend.servers, proxy.backend);
  return subjects;
}

/** svname: the name within the proxy. */
export function serviceNameOf(subject: Subject): string {
  if (subject.kind === "frontend") return "FRONTEND";
  return subject.kind === "backend" ? "BACKEND" : subject.name;
}

/** sid: 0 for frontend and backend. */
export function serviceIdOf(subject: Subject): number {
  return subject.kind === "frontend" || subject.kind === "backend" ? 0 : subject.id;
}

/** Sums over the servers of a backend that take traffic (management manual 9.1, weight, act, bck). */
export interface FarmSums {
  readonly active: number;
  readonly backup: number;
  readonly weight: number;
  readonly userWeight: number;
}

export function farmSums(backend: BackendSubject): FarmSums {
  const usable = backend.servers.filter((server) => server.usable() && server.weight() > 0);
  const active = usable.filter((server) => !server.backup);
  const backup = usable.filter((server) => server.backup);
  // Backup servers share the traffic only while no active one is left, the first of them alone.
  const used = active.length > 0 ? active : backup.slice(0, 1);
  return {
    active: active.length,
    backup: backup.length,
    weight: used.reduce((sum, server) => sum + server.weight(), 0),
    userWeight: used.reduce((sum, server) => sum + server.userWeight(), 0),
  };
}

/** Whether the backend can serve: it has a usable server, or needs none. */
export function isBackendUp(backend: BackendSubject): boolean {
  const sums = farmSums(backend);
  return backend.servers.length === 0 || sums.active + sums.backup > 0;
}
