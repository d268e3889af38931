/**
 * What steps may act through. Each port has one adapter in server/ that maps its errors to StepFailure.
 * A step declares the ports that it uses; the engine hands it those and no others.
 */
import type { Json } from "./document.ts";
import type { StepFailure } from "./failure.ts";

export type PortName = keyof Ports;

export type Ports = {
  odoo: OdooPort;
  http: HttpPort;
  mail: MailPort;
  events: EventsPort;
  flows: FlowsPort;
  code: CodePort;
  schema: SchemaPort;
};

/** Runs what a flow's author wrote, shut off from everything: it sees its input, the run's clock and chance that is repeatable. Throws StepFailure. */
export type CodePort = {
  run: (
    call: { code: string; input: Json; now: number; seed: string; milliseconds: number },
    options: { signal: AbortSignal },
  ) => Promise<{ output: Json; log: string[] }>;
};

/** Checks a value against a JSON Schema; patterns are matched in linear time. Throws StepFailure where the schema itself is not valid. */
export type SchemaPort = {
  check: (call: { schema: Json; value: Json }) => { place: string; message: string }[];
};

export type CallOptions = { signal: AbortSignal; note: (evidence: { request?: Json; response?: Json }) => void };

/** `connection` is the key of a connection in the run's environment. Methods throw StepFailure. */
export type OdooPort = {
  /**
   * Creates each record once: an external id that is there already is found and never written. Results in the order of records.
   * `known` is the id in the receipt of an earlier execution whose request has changed since: what differs is written, and a record that
   * is not there any more has been deleted and is not made again.
   */
  create: (
    call: {
      connection: string;
      model: string;
      records: { externalId: string; values: Record<string, Json>; known?: number }[];
      context?: Record<string, Json>;
    },
    options: CallOptions,
  ) => Promise<OdooWritten[]>;
  /** Looks up, compares, writes only fields that differ; creates where absent. */
  upsert: (
    call: {
      connection: string;
      model: string;
      match: OdooMatch;
      values: Record<string, Json>;
      onMatch: "update" | "skip" | "stop";
      externalId: string;
      /** as for create: a record that was deleted is not made again. Of another key it is another record, and stays as it is */
      known?: { id: number; externalId?: string };
      context?: Record<string, Json>;
    },
    options: CallOptions,
  ) => Promise<OdooUpserted>;
  /** What its values make in lists of the records ([0, 0, values]) has names that follow from `externalId`, so that a repeat finds it. */
  update: (
    call: {
      connection: string;
      model: string;
      target: { ids: number[] } | { domain: Json[] };
      values: Record<string, Json>;
      externalId: string;
      /** lines that an earlier execution made: what differs is written, and what was deleted since is left deleted */
      lines?: ({ externalId: string } & OdooKnown)[];
      context?: Record<string, Json>;
    },
    options: CallOptions,
  ) => Promise<OdooUpdated[]>;
  /**
   * A list of records, in as few calls as Odoo allows and exactly once; results in the order of records. Whoever is refused fails alone;
   * trouble that would meet all of them is thrown, and a repeat finds what was done before it.
   */
  writeList: (call: OdooList, options: CallOptions) => Promise<OdooOutcome[]>;
  search: (
    call: {
      connection: string;
      model: string;
      domain: Json[];
      fields: string[];
      order?: string;
      limit?: number;
      offset?: number;
      /** how many there are, whatever the limit */
      count?: boolean;
      /** what an empty field is told as; Odoo itself says false */
      empty?: "false" | "null";
      context?: Record<string, Json>;
    },
    options: CallOptions,
  ) => Promise<{ records: Record<string, Json>[]; count?: number }>;
  /** A report of a record as PDF. `isDry` asks only whether it could be printed: the file is empty. @throws StepFailure above `mostBytes` */
  report: (
    call: { connection: string; model: string; record: number; report: string; mostBytes: number; isDry?: boolean; context?: Record<string, Json> },
    options: CallOptions,
  ) => Promise<OdooFile>;
  call: (
    call: { connection: string; model: string; method: string; ids?: number[]; args: Record<string, Json>; context?: Record<string, Json> },
    options: CallOptions,
  ) => Promise<Json>;
  /**
   * Ids in place of lookups (flow/record-lookup.ts): one search per related model and way of looking, for all records together. `lookups`
   * names the fields in which they count. What is missing and is to be made is made once, whoever asks; in a dry run it is { "$new": … }.
   * A record whose own lookups are to blame gives its failure in its place; trouble that would meet all of them is thrown.
   */
  resolve: (
    call: {
      connection: string;
      model: string;
      records: { values: Record<string, Json>; lookups: string[] }[];
      isDry: boolean;
      context?: Record<string, Json>;
    },
    options: CallOptions,
  ) => Promise<(Record<string, Json> | StepFailure)[]>;
  /** Reads only: what a write would change. Values may hold { "$new": stepId }. Falls back to `unread` where Odoo cannot be read. */
  preview: (
    call: {
      connection: string;
      model: string;
      kind: "create" | "upsert" | "update";
      externalId?: string;
      /** with it `isAnother` is told */
      known?: { id: number; externalId?: string };
      match?: OdooMatch;
      target?: { ids: number[] } | { domain: Json[] };
      values: Record<string, Json>;
      context?: Record<string, Json>;
    },
    options: CallOptions,
  ) => Promise<OdooPreview>;
};

export type OdooMatch = { kind: "external-id"; key: string } | { kind: "fields"; values: Record<string, Json> };

/** `changed` names the fields written, with before and after; empty for created and untouched records. */
export type OdooWritten = { id: number; action: "created" | "found" | "updated"; changed: { field: string; before: Json; after: Json }[] };

export type OdooList = {
  connection: string;
  model: string;
  kind: "create" | "upsert" | "update";
  records: OdooListed[];
  /** for an upsert; update where absent */
  onMatch?: "update" | "skip" | "stop";
  /** of an upsert: what an earlier execution made, by external id, wherever it stood in its list; what is gone since is not made again */
  made?: ({ externalId: string } & OdooKnown)[];
  context?: Record<string, Json>;
};

/** `externalId`: its name in Odoo, where it is looked up by it. */
export type OdooUpserted = OdooWritten & { externalId?: string };

/** With what was made in its lists. */
export type OdooUpdated = OdooWritten & { lines?: OdooMadeLine[] };
export type OdooMadeLine = { field: string; model: string; externalId: string; id: number; action: OdooWritten["action"] | "skipped" };

/** `content` in base64; `size` in bytes. */
export type OdooFile = { name: string; mimetype: string; size: number; content: string };

/** `match` for an upsert, `id` for an update, `known` of a create: what an earlier execution made in this place. */
export type OdooListed = { externalId: string; values: Record<string, Json>; match?: OdooMatch; id?: number; known?: OdooKnown };

/** A record that a receipt tells of. `isLeft`: somebody deleted it and a person said that it stays deleted, so nobody is asked again. */
export type OdooKnown = { id: number; isLeft: boolean };

/** `externalId`: the name under which Odoo knows the record that an upsert is about. */
export type OdooOutcome = (OdooWritten | OdooRefused | OdooSkipped) & { externalId?: string };
/** Deleted in Odoo, and left so by a person. */
export type OdooSkipped = { id: number; action: "skipped"; changed: [] };
/** `id` where it is known which record it was to be. */
export type OdooRefused = {
  id: number | null;
  action: "failed";
  changed: { field: string; before: Json; after: Json }[];
  error: { code: string; message: string; fix?: string; field?: string };
};

export type OdooPreview = {
  modelLabel: string;
  action: "create" | "update" | "none";
  record?: { id: number; name: string };
  fields: { name: string; label: string; type?: string; before: Json; after: Json }[];
  unread?: string;
  /** what an earlier execution wrote is another record, and stays as it is */
  isAnother?: boolean;
};

export type HttpPort = {
  /** Sends one request through the outgoing guard. A connection gives base address and credentials. Any status is an answer; only transport trouble throws. */
  send: (
    call: { connection?: string; method: string; url: string; headers: Record<string, string>; query: Record<string, string>; body?: Json },
    options: CallOptions,
  ) => Promise<{ status: number; headers: Record<string, string>; body: Json }>;
};

export type MailPort = {
  send: (call: { connection: string; to: string[]; subject: string; text: string; messageId: string }, options: CallOptions) => Promise<{ messageId: string }>;
};

/** Other flows of the installation. Implemented by the engine. */
export type FlowsPort = {
  /** Starts a run under the effect's key, or finds the one that was started. @throws StepFailure with what the other run failed of */
  call: (call: {
    key: string;
    step: string;
    flow: string;
    input: Json;
  }) => Promise<{ state: "running"; runId: string } | { state: "done"; runId: string; output: Json }>;
};

export type EventsPort = {
  /** Inserts the event and its subscribers' runs in one transaction. The id makes it once: a second publish with it does nothing. */
  publish: (event: { id: string; topic: string; key?: string; payload: Json }) => Promise<{ eventId: string; duplicate: boolean; subscribers: number }>;
  /**
   * Looks for the first event since the run began that was not taken by an earlier visit, and has the run woken when another one comes.
   * `key` null: `isIt` is asked about every event of the topic.
   */
  hear: (call: { topic: string; key: string | null; withinMs: number | null; isIt: (event: HeardEvent) => Promise<boolean> }) => Promise<Heard>;
};

/** `body` is its payload, as a trigger's is. */
export type HeardEvent = { id: string; topic: string; key: string | null; body: Json; at: string };

export type Heard = { state: "came"; event: HeardEvent } | { state: "late"; until: string } | { state: "waiting"; until: string | null };
