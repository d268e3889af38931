/**
 * Who may decide an approval, and when it is settled. Pure: the same facts always give the same answer.
 *
 * One rejection, or one request for changes, settles every policy: nobody has to approve what another has sent back.
 * Approvals settle it like this: any, by one; all, when everybody who is asked has approved; quorum, by n of those asked;
 * sequence, when the named people have approved one after the other.
 * Four eyes: the person who started or requested the run is not asked, and does not count for `all`.
 */
import type { Actor } from "#server/app.ts";
import { standing } from "./rows.ts";
import type { Assignees, Decision, Person, Policy } from "./rows.ts";

export type Question = { state: string; assignees: Assignees; policy: Policy; starters: string[]; decisions: Decision[] };

export type May = { ok: true } | { ok: false; code: string; why: string };

/** The roles whose people may decide at all. */
export const DECIDERS = new Set(["approver", "administrator"]);

export function mayDecide(question: Question, actor: Actor, people: Person[]): May {
  const person = personOf(actor, people);
  if (question.state !== "open") return no("approval.closed", "This approval is no longer open.");
  if (!DECIDERS.has(actor.role)) return no("approval.role", `Your role (${actor.role}) may read approvals but not decide them.`);
  if (question.policy.fourEyes && isStarter(person, question.starters))
    return no("approval.four_eyes", "You started or requested this run, and its approval asks for a second pair of eyes: somebody else has to decide.");
  if (standing(question.decisions).some((decision) => decision.byId === actor.id))
    return no("approval.voted", "You have already decided; the others have not yet.");
  if (actor.kind === "api-key" && actor.role === "administrator") return { ok: true };
  if (!isAsked(person, question.assignees)) return no("approval.not_asked", "This approval is for other people to decide.");
  const next = nextInSequence(question);
  if (next !== null && !isNamed(person, next)) return no("approval.not_your_turn", `It is ${nameOf(next, people)}'s turn first.`);
  return { ok: true };
}

/** What these standing decisions settle, or null while more are needed. */
export function settledBy(question: Question, people: Person[]): "approved" | "rejected" | "changes" | null {
  const votes = standing(question.decisions);
  const against = votes.find((vote) => vote.outcome !== "approved");
  if (against) return against.outcome;
  const approvals = votes.filter((vote) => vote.outcome === "approved");
  if (approvals.length === 0) return null;
  if (question.policy.kind !== "all") return approvals.length >= needed(question, people) ? "approved" : null;
  const required = everybodyAsked(question, people);
  return required.every((person) => approvals.some((vote) => vote.byId === person.id)) ? "approved" : null;
}

/** How many approvals it takes. */
export function needed(question: Question, people: Person[]): number {
  switch (question.policy.kind) {
    case "any":
      return 1;
    case "quorum":
      return Math.max(1, question.policy.n ?? 1);
    case "sequence":
      return Math.max(1, question.assignees.people.length);
    case "all":
      return Math.max(1, everybodyAsked(question, people).length);
  }
}

/** The person behind an actor; a key has no groups. */
export function personOf(actor: Actor, people: Person[]): Person {
  const known = actor.kind === "person" ? people.find((person) => person.id === actor.id) : undefined;
  return { id: actor.id, name: actor.name, email: known?.email ?? actor.email ?? "", role: actor.role, groups: known?.groups ?? [] };
}

/** With nobody named, everyone whose role may decide is asked. */
export function isAsked(person: Person, assignees: Assignees): boolean {
  if (assignees.people.length + assignees.groups.length + assignees.roles.length === 0) return true;
  if (assignees.people.some((named) => isNamed(person, named))) return true;
  if (assignees.groups.some((group) => person.groups.includes(group))) return true;
  return assignees.roles.includes(person.role) || (assignees.roles.length > 0 && person.role === "administrator");
}

/** A person is named by id or by e-mail address. */
export function isNamed(person: { id: string; email: string }, named: string): boolean {
  return person.id === named || (person.email !== "" && person.email.toLowerCase() === named.trim().toLowerCase());
}

function everybodyAsked(question: Question, people: Person[]): Person[] {
  const { assignees } = question;
  const asked = people.filter(
    (person) =>
      DECIDERS.has(person.role) &&
      (assignees.people.some((named) => isNamed(person, named)) ||
        assignees.groups.some((group) => person.groups.includes(group)) ||
        assignees.roles.includes(person.role)),
  );
  return question.policy.fourEyes ? asked.filter((person) => !isStarter(person, question.starters)) : asked;
}

function nextInSequence(question: Question): string | null {
  if (question.policy.kind !== "sequence") return null;
  return question.assignees.people[standing(question.decisions).length] ?? null;
}

function isStarter(person: Person, starters: string[]): boolean {
  return starters.some((starter) => isNamed(person, starter) || person.id.toLowerCase() === starter);
}

export function nameOf(named: string, people: Person[]): string {
  return people.find((person) => isNamed(person, named))?.name ?? named;
}

function no(code: string, why: string): May {
  return { ok: false, code, why };
}
