"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { Mark } from "#components/shell/brand.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import type { Role } from "#server/app.ts";

export type DemoPerson = { name: string; email: string; role: Role };

/** What each demo person is here to do, in the words of the product. */
const COMES_TO: Record<Role, string> = {
  analyst: "draws and publishes flows",
  approver: "decides in the inbox",
  operator: "watches and replays runs",
  administrator: "connections, people, policy",
  viewer: "reads everything, changes nothing",
};
const ORDER: Role[] = ["analyst", "approver", "operator", "administrator", "viewer"];

export function SignInForm({ demo, next }: { demo: DemoPerson[] | null; next: string }) {
  const router = useRouter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const secret = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(null);
    const said = await signIn(email, password);
    if (said === null) {
      router.replace(next);
      router.refresh();
      return;
    }
    setBusy(false);
    setTrouble(said);
    secret.current?.select();
  };

  return (
    <main className="grid min-h-dvh place-items-center bg-bg px-4 py-10">
      <div className="w-full max-w-[400px]">
        <div className="mb-6 flex justify-center">
          <span className="flex items-center gap-2 text-20 font-semibold text-ink">
            <Mark size={26} /> Throughline
          </span>
        </div>
        <form onSubmit={submit} className="rounded-4 border border-line bg-surface p-6 shadow-1">
          <h1 className="text-16 font-semibold">Sign in</h1>
          <div className="mt-4 flex flex-col gap-3">
            <Field label="E-mail">
              {(ids) => (
                <Input
                  {...ids}
                  type="email"
                  name="email"
                  autoComplete="username"
                  required
                  autoFocus
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              )}
            </Field>
            <Field label="Password">
              {(ids) => (
                <Input
                  {...ids}
                  ref={secret}
                  type="password"
                  name="password"
                  autoComplete="current-password"
                  required
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                />
              )}
            </Field>
            {trouble && (
              <Note tone="danger" announce="alert">
                {trouble}
              </Note>
            )}
            <Button type="submit" variant="primary" loading={busy} className="mt-1 w-full">
              Sign in
            </Button>
          </div>
        </form>
        {demo && <DemoPeople people={demo} chosen={email} onChoose={(person) => choose(person, { setEmail, focus: () => secret.current?.focus() })} />}
      </div>
    </main>
  );
}

function choose(person: DemoPerson, q: { setEmail: (email: string) => void; focus: () => void }): void {
  q.setEmail(person.email);
  q.focus();
}

function DemoPeople({ people, chosen, onChoose }: { people: DemoPerson[]; chosen: string; onChoose: (person: DemoPerson) => void }) {
  const sorted = [...people].sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  return (
    <section aria-labelledby="demo-people" className="mt-5">
      <h2 id="demo-people" className="text-12 font-medium text-ink-2">
        This is the demo workspace. Sign in as
      </h2>
      <ul className="mt-2 flex flex-col overflow-hidden rounded-3 border border-line bg-surface">
        {sorted.map((person) => (
          <li key={person.email} className="border-b border-line last:border-0">
            <button
              type="button"
              aria-pressed={chosen === person.email}
              onClick={() => onChoose(person)}
              className="flex w-full items-baseline gap-2 px-3 py-2 text-left text-13 hover:bg-surface-3 focus-visible:shadow-(--focus-inset) aria-pressed:bg-accent-soft"
            >
              <span className="font-medium text-ink">{person.name}</span>
              <span className="text-12 text-ink-2">
                {person.role}: {COMES_TO[person.role]}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-12 text-ink-3">
        One password for all of them: <code className="mono">npm start</code> prints it when it has started.
      </p>
    </section>
  );
}

/** How long the server asks to wait. */
function waitOf(response: Response): string {
  const seconds = Number(response.headers.get("x-retry-after") ?? response.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? `${Math.ceil(seconds)} s` : "a minute";
}

/** @returns what went wrong, for people; null when signed in */
async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const response = await fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    if (response.ok) return null;
    if (response.status === 429) return `Too many tries from here. Wait ${waitOf(response)}, then try again.`;
    if (response.status === 401) return "This e-mail and password do not belong together.";
    if (response.status === 403) return "This account is disabled. Ask an administrator to enable it.";
    return `The server could not sign you in (${response.status}). Try again; if it stays, its log holds the cause.`;
  } catch {
    return "The server does not answer. Check that it runs, then try again.";
  }
}
