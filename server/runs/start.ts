/** Starting runs by hand: through a flow's API trigger, and through its forms. */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { FormConfig } from "#flow/steps/trigger-form/step.ts";
import type { Actor, FormView, Runs } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Engine, LoadedRegistration, RecordAudit, RegistrationSource } from "#server/deps.ts";

type StartDeps = { registrations: RegistrationSource; engine: Pick<Engine, "accept">; audit: RecordAudit };

export async function start(deps: StartDeps, actor: Actor, q: Parameters<Runs["start"]>[1]): ReturnType<Runs["start"]> {
  const registration = await deps.registrations.byFlow({ environment: q.environment, flowKey: q.flow, type: "trigger.api" });
  if (!registration)
    throw new UseCaseError({
      code: "run.no_api_trigger",
      status: 404,
      message: `Flow ${q.flow} cannot be started through the API in ${q.environment}: no version with an API trigger is deployed there.`,
      fix: "Add an API trigger to the flow, publish it and deploy it.",
    });
  return begin(deps, { actor, registration, input: q.input, key: q.key });
}

export async function listForms(deps: StartDeps, q: { environment: string }): Promise<FormView[]> {
  const registrations = await deps.registrations.byType({ environment: q.environment, type: "trigger.form" });
  return registrations.flatMap((registration) => {
    const config = FormConfig.safeParse(registration.version.document.steps.find((step) => step.id === registration.stepId)?.config);
    if (!config.success) return [];
    const { flowKey: key, flowName: name } = registration.version;
    const { title, description, schema } = config.data;
    return [{ flow: { key, name }, step: registration.stepId, title, description: description ?? null, schema }];
  });
}

export async function submitForm(deps: StartDeps, actor: Actor, q: Parameters<Runs["submitForm"]>[1]): ReturnType<Runs["submitForm"]> {
  const registrations = await deps.registrations.byType({ environment: q.environment, type: "trigger.form" });
  const registration = registrations.find((each) => each.version.flowKey === q.flow && each.stepId === q.step);
  if (!registration)
    throw new UseCaseError({
      code: "run.no_form",
      status: 404,
      message: `Flow ${q.flow} has no form ${q.step} in ${q.environment}: no version with it is deployed there.`,
      fix: "Deploy a version that has it, or choose another form.",
    });
  return begin(deps, { actor, registration, input: q.input, key: q.key });
}

type Beginning = { actor: Actor; registration: LoadedRegistration; input: Json; key: string | undefined };

async function begin(deps: StartDeps, { actor, registration, input, key }: Beginning): Promise<{ runId: string; duplicate: boolean }> {
  // who started it travels with the run itself: the four eyes rule must not depend on a second write
  const startedBy = { id: actor.id, name: actor.name, email: actor.email ?? null };
  const { environment, version } = registration;
  const subject = (id: string) => ({ kind: "run", id, name: version.flowName });
  return refusalsForPeople(() =>
    // with its entry or not at all: an entry that failed behind a run that is there would have it started a second time
    deps.engine.accept({ registration, trigger: { body: input, startedBy }, originKey: key ?? null }, ({ runId }, transaction) =>
      deps.audit({ actor, action: "run.started", subject: subject(runId), environment, detail: { key: key ?? null } }, transaction),
    ),
  );
}

/** What the engine cannot accept is the sender's mistake: its failure becomes a refusal with the same sentence. */
async function refusalsForPeople<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    throw new UseCaseError({
      code: error.failure.code,
      status: error.failure.class === "business" ? 422 : 503,
      message: error.failure.message,
      ...(error.failure.fix ? { fix: error.failure.fix } : {}),
    });
  }
}
