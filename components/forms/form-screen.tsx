"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRef, useState } from "react";
import { v7 } from "uuid";
import type { Json } from "#flow/document.ts";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Note } from "#components/ui/note.tsx";
import { formProblem, formValues, SchemaForm } from "#components/ui/schema-form.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { FormView } from "#server/app.ts";
import { useForms } from "./use-forms.ts";

/** One form; sending it starts a run. */
export function FormScreen({ environment, flow, step }: { environment: string; flow: string; step: string }) {
  const { mayStart, list } = useForms(environment);
  const form = list.data?.find((each) => each.flow.key === flow && each.step === step);
  return (
    <>
      <PageHeader title={form?.title ?? "Form"} meta={form?.flow.name} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {!mayStart && <ErrorState title="Your role may not start runs" message="Analysts, operators and administrators may." />}
        {mayStart && list.isPending && <SkeletonRows rows={4} label="Reading the form" rowClassName="h-(--row-roomy)" />}
        <CouldNotRead what="The form" query={list} />
        {list.data && !form && (
          <ErrorState
            title="This form is not here"
            message={`No deployed version of ${flow} has a form ${step} in ${environment}.`}
            fix="Look at the forms of this environment, or deploy the flow."
          />
        )}
        {form && <Filling environment={environment} form={form} />}
      </div>
    </>
  );
}

function Filling({ environment, form }: { environment: string; form: FormView }) {
  const trpc = useTRPC();
  const [values, setValues] = useState<{ [key: string]: Json }>({});
  const [problem, setProblem] = useState<string | null>(null);
  // one filling-in is one run, however often it is sent
  const key = useRef(v7());
  const submit = useMutation(
    trpc.runs.submitForm.mutationOptions({
      onError: (error) => setProblem(`The run was not started: ${[error.message, fixOf(error)].filter(Boolean).join(" ")}`),
    }),
  );
  const send = () => {
    const missing = formProblem(form.schema, values, "to start the run");
    setProblem(missing);
    if (missing === null) submit.mutate({ environment, flow: form.flow.key, step: form.step, input: formValues(form.schema, values), key: key.current });
  };
  const again = () => {
    key.current = v7();
    setValues({});
    submit.reset();
  };
  if (submit.data)
    return (
      <div className="max-w-[720px] px-4 py-4">
        <Note tone="ok" announce="status">
          The run was started. <Link href={`/${environment}/runs/${submit.data.runId}`}>Look at it</Link>
        </Note>
        <div className="mt-3 flex gap-2">
          <Button onClick={again}>Fill in another one</Button>
          <ButtonLink href={`/${environment}/forms`}>All forms</ButtonLink>
        </div>
      </div>
    );
  return (
    <form
      className="flex max-w-[720px] flex-col gap-4 px-4 py-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {form.description && <p className="text-13 whitespace-pre-line text-ink-2">{form.description}</p>}
      <SchemaForm schema={form.schema} value={values} onChange={setValues} />
      {problem && (
        <Note tone="danger" announce="alert">
          {problem}
        </Note>
      )}
      <div>
        <Button type="submit" variant="primary" loading={submit.isPending}>
          Start the run
        </Button>
      </div>
    </form>
  );
}
