"use client";

import { Dialog } from "@base-ui/react/dialog";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { ArrowRight, Keyboard, LogOut, Monitor, Moon, Plug, Plus, Search, Sun, Workflow } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { useFocusBefore } from "#components/ui/focus-before.ts";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { RunStatusIcon, runStateOf } from "#components/ui/run-status.tsx";
import { can, useActor } from "./actor.tsx";
import { useEnvironment, useEnvironments } from "./environment-switcher.tsx";
import { inEnvironment } from "./environments.ts";
import { openKeys } from "./palette-door.ts";
import { usePreferences } from "./preferences-context.tsx";
import { SCREENS } from "./screens.ts";
import { signOut } from "./sign-out.ts";

type PaletteProps = {
  open: boolean;
  onClose: () => void;
  /** what was typed before the palette was there */
  early: () => string;
};

/** Goes to any screen, flow, connection or run, and does what has no button on this page. */
export function PaletteDialog({ open, onClose, early }: PaletteProps) {
  const before = useFocusBefore(open);
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop fixed inset-0 z-50 bg-[rgb(10_20_22/.38)]" />
        <Dialog.Popup
          ref={before.popup}
          finalFocus={before.finalFocus}
          className="popup fixed top-[max(16px,12vh)] left-1/2 z-50 flex max-h-[min(480px,calc(100dvh-32px))] w-[calc(100vw-24px)] max-w-[600px] -translate-x-1/2 flex-col overflow-hidden rounded-4 border border-line bg-raised shadow-3 outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Commands onDone={onClose} onLeave={before.leave} early={early} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Commands({ onDone, onLeave, early }: { onDone: () => void; onLeave: (action: () => unknown) => void; early: () => string }) {
  const [text, setText] = useState(early);
  const router = useRouter();
  const pathname = usePathname();
  const actor = useActor();
  const environment = useEnvironment();
  const environments = useEnvironments();
  const { change } = usePreferences();
  const trpc = useTRPC();
  const search = useDeferredValue(text.trim());
  const flows = useQuery(trpc.flows.list.queryOptions({ environment }));
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }));
  const runs = useQuery(trpc.runs.list.queryOptions({ environment, search, limit: 6 }, { enabled: search.length >= 2, placeholderData: keepPreviousData }));

  const go = (address: string) => () => {
    onDone();
    router.push(address);
  };
  const act = (action: () => unknown) => () => {
    onDone();
    onLeave(action);
  };

  return (
    <Command label="Search and commands" loop className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search size={16} aria-hidden className="text-ink-3" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="A screen, a flow, a connection or a business key"
          className="min-w-0 flex-1 bg-transparent text-14 text-ink focus-visible:shadow-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List
        label="Results"
        className="min-h-0 flex-1 overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
      >
        <Command.Empty className="px-4 py-8 text-center text-13 text-ink-3">Nothing here is called “{text}”.</Command.Empty>
        {search.length >= 2 && runs.data && runs.data.items.length > 0 && (
          <Command.Group heading="Runs">
            {runs.data.items.map((run) => (
              <Entry
                key={run.id}
                value={`run ${run.id}`}
                words={[search, run.businessKey ?? "", run.customer ?? ""]}
                icon={<RunStatusIcon state={runStateOf(run)} />}
                onSelect={go(`/${environment}/runs/${run.id}`)}
                hint={run.flow.name}
              >
                {run.businessKey ?? run.id} {run.customer && <span className="text-ink-3">{run.customer}</span>}
              </Entry>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Go to">
          {SCREENS.filter((screen) => can(actor, screen.permission)).map((screen) => (
            <Entry
              key={screen.key}
              value={`go ${screen.label}`}
              icon={<screen.icon size={16} aria-hidden />}
              onSelect={go(`/${environment}/${screen.key}`)}
              keys={["G", screen.letter.toUpperCase()]}
            >
              {screen.label}
            </Entry>
          ))}
        </Command.Group>
        {flows.data && flows.data.length > 0 && (
          <Command.Group heading="Flows">
            {flows.data.map((flow) => (
              <Entry
                key={flow.key}
                value={`flow ${flow.key}`}
                words={[flow.name, flow.domain ?? ""]}
                icon={<Workflow size={16} aria-hidden />}
                onSelect={go(`/${environment}/flows/${flow.key}`)}
                hint={flow.domain}
              >
                {flow.name}
              </Entry>
            ))}
          </Command.Group>
        )}
        {connections.data && connections.data.length > 0 && (
          <Command.Group heading="Connections">
            {connections.data.map((connection) => (
              <Entry
                key={connection.key}
                value={`connection ${connection.key}`}
                words={[connection.name]}
                icon={<Plug size={16} aria-hidden />}
                onSelect={go(`/${environment}/connections?connection=${connection.key}`)}
                hint={connection.kind}
              >
                {connection.name}
              </Entry>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Do">
          {can(actor, "flow.edit") && (
            <Entry value="new flow create" icon={<Plus size={16} aria-hidden />} onSelect={go(`/${environment}/flows?new=1`)}>
              New flow
            </Entry>
          )}
          {can(actor, "connection.edit") && (
            <Entry value="new connection add" icon={<Plus size={16} aria-hidden />} onSelect={go(`/${environment}/connections?new=1`)}>
              New connection
            </Entry>
          )}
          {environments
            .filter((one) => one.key !== environment)
            .map((one) => (
              <Entry
                key={one.key}
                value={`environment ${one.key}`}
                words={["switch", one.name]}
                icon={<ArrowRight size={16} aria-hidden />}
                onSelect={go(inEnvironment(pathname, one.key))}
              >
                Go to <EnvironmentBadge environment={one.key} />
              </Entry>
            ))}
          <Entry value="theme light" icon={<Sun size={16} aria-hidden />} onSelect={act(() => change({ theme: "light" }))}>
            Light theme
          </Entry>
          <Entry value="theme dark" icon={<Moon size={16} aria-hidden />} onSelect={act(() => change({ theme: "dark" }))}>
            Dark theme
          </Entry>
          <Entry value="theme system" icon={<Monitor size={16} aria-hidden />} onSelect={act(() => change({ theme: "system" }))}>
            Theme of the system
          </Entry>
          <Entry value="keys shortcuts keyboard" icon={<Keyboard size={16} aria-hidden />} onSelect={act(openKeys)} keys={["?"]}>
            Keys
          </Entry>
          <Entry value="sign out log out" icon={<LogOut size={16} aria-hidden />} onSelect={act(() => void signOut())}>
            Sign out
          </Entry>
        </Command.Group>
      </Command.List>
    </Command>
  );
}

function Entry({
  value,
  words,
  icon,
  hint,
  keys,
  onSelect,
  children,
}: {
  value: string;
  words?: string[];
  icon: ReactNode;
  hint?: string | null;
  keys?: string[];
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      keywords={words}
      onSelect={onSelect}
      className="flex min-h-[34px] cursor-default items-center gap-2.5 rounded-2 px-2.5 text-13 text-ink select-none data-[selected=true]:bg-surface-3 [&_svg]:shrink-0"
    >
      <span className="text-ink-3">{icon}</span>
      <span className="flex min-w-0 flex-1 items-center gap-1.5 truncate">{children}</span>
      {hint && <span className="truncate text-12 text-ink-3">{hint}</span>}
      {keys && (
        <span className="flex gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Command.Item>
  );
}
