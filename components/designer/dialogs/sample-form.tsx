"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { exampleOf } from "#flow/schema-example.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import type { SampleSource, SampleView } from "#server/app.ts";
import { ContractExample } from "./contract-example.tsx";
import { Trouble } from "#components/ui/trouble.tsx";

/** What is edited: a sample that there is, or a new one that begins with this. */
export type SampleStart = { sample: SampleView } | { sample: null; name: string; body: Json; source: SampleSource };

type SampleFormProps = { flow: string; start: SampleStart; isFirst: boolean; onClose: () => void; onSaved: (sample: SampleView) => void };

/** What a trigger may get: pasted, or made of a JSON Schema and then changed. */
export function SampleForm({ flow, start, isFirst, onClose, onSaved }: SampleFormProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { sample } = start;
  const [name, setName] = useState(sample?.name ?? (start.sample === null ? start.name : ""));
  const [pinned, setPinned] = useState(sample?.pinned ?? isFirst);
  const [source, setSource] = useState<SampleSource>(start.sample === null ? start.source : start.sample.source);
  const [body, setBody] = useState(JSON.stringify(start.sample === null ? start.body : bodyOf(start.sample.trigger), null, 2));
  const [schema, setSchema] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = useMutation(
    trpc.flows.saveSample.mutationOptions({
      onSuccess: (saved) => {
        void queries.invalidateQueries({ queryKey: trpc.flows.samples.queryKey({ flow }) });
        onSaved(saved as SampleView);
      },
    }),
  );
  const derive = () => {
    const read = parsed(schema ?? "");
    if (!read.ok) return setTrouble(read.message);
    setTrouble(null);
    setBody(JSON.stringify(exampleOf(read.value), null, 2));
    setSource("schema");
    setSchema(null);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const read = parsed(body);
        if (!read.ok) return setTrouble(read.message);
        setTrouble(null);
        const rest = isObject(sample?.trigger) ? sample.trigger : { headers: { "content-type": "application/json" }, query: {} };
        save.mutate({ flow, name: name.trim() || "Sample", pinned, source, trigger: { ...rest, body: read.value }, ...(sample ? { id: sample.id } : {}) });
      }}
      className="flex flex-col gap-3"
    >
      <Field label="Name">
        {(ids) => <Input {...ids} value={name} maxLength={160} placeholder="Large contract" onChange={(event) => setName(event.target.value)} />}
      </Field>
      {schema === null ? (
        <>
          <Field label="Body" error={trouble} help="JSON, as the other system sends it.">
            {(ids) => <Textarea {...ids} mono rows={14} spellCheck={false} value={body} onChange={(event) => setBody(event.target.value)} />}
          </Field>
          <div className="flex flex-wrap items-center gap-2">
            <Button size="sm" onClick={() => setSchema("")}>
              Make it from a JSON Schema
            </Button>
            <ContractExample
              onTake={(example) => {
                setTrouble(null);
                setBody(JSON.stringify(example.body, null, 2));
                setSource("schema");
                if (name.trim() === "") setName(example.name);
              }}
            />
          </div>
        </>
      ) : (
        <>
          <Field label="JSON Schema" error={trouble} help="The schema that the other system publishes. The body becomes an example that fits it.">
            {(ids) => <Textarea {...ids} mono rows={14} spellCheck={false} value={schema} onChange={(event) => setSchema(event.target.value)} />}
          </Field>
          <div className="flex gap-2">
            <Button size="sm" onClick={derive}>
              Make the example
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setSchema(null)}>
              Back to the body
            </Button>
          </div>
        </>
      )}
      <Checkbox checked={pinned} onChange={setPinned}>
        Pin: choose this sample by itself
      </Checkbox>
      <Trouble error={save.error} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" loading={save.isPending} disabled={schema !== null}>
          Save sample
        </Button>
      </DialogActions>
    </form>
  );
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bodyOf(trigger: Json): Json {
  return isObject(trigger) ? (trigger.body ?? {}) : {};
}

function parsed(text: string): { ok: true; value: Json } | { ok: false; message: string } {
  try {
    const value: Json = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, message: `This is not JSON: ${error instanceof Error ? error.message : ""}` };
  }
}
