/** Refusals of this room that several of its use cases give. */
import { UseCaseError } from "#server/deps.ts";

export function noContract(key: string): UseCaseError {
  return new UseCaseError({ code: "contract.missing", status: 404, message: `There is no contract ${key}.`, fix: "Choose one of those in the list." });
}

export function noContractVersion(key: string, version: number): UseCaseError {
  return new UseCaseError({ code: "contract.version_missing", status: 404, message: `Contract ${key} has no version ${version}.` });
}

export function noRule(): UseCaseError {
  return new UseCaseError({
    code: "ownership.missing",
    status: 404,
    message: "This ownership rule is no longer there: somebody removed it.",
    fix: "Reload the list.",
  });
}
