/** Refusals that several use cases of flows share. */
import { UseCaseError } from "#server/deps.ts";

export function noFlow(key: string): UseCaseError {
  return new UseCaseError({
    code: "flow.missing",
    status: 404,
    message: `There is no flow ${key}.`,
    fix: "Look for it in the list of flows; its key may have another spelling.",
  });
}

export function noVersion(key: string, number: number): UseCaseError {
  return new UseCaseError({
    code: "flow.version_missing",
    status: 404,
    message: `Flow ${key} has no version ${number}.`,
    fix: "Choose one of its published versions.",
  });
}

export function keyTaken(key: string): UseCaseError {
  return new UseCaseError({
    code: "flow.key_taken",
    status: 409,
    message: `A flow with the key ${key} exists already.`,
    fix: "Choose another key, or open that flow.",
  });
}
