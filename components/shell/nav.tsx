"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatCount } from "#components/ui/format.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { can, useActor } from "./actor.tsx";
import { Mark } from "./brand.tsx";
import { navScreenOf } from "./environments.ts";
import { LiveNote } from "./live-note.tsx";
import { SCREEN_GROUPS, type Screen, type ScreenGroup } from "./screens.ts";
import { UserMenu } from "./user-menu.tsx";

/** The groups that this person may see, and how many decisions wait for them. */
export function useNav(environment: string): { groups: ScreenGroup[]; counts: Record<string, number> } {
  const actor = useActor();
  const trpc = useTRPC();
  const mayRead = can(actor, "approval.read");
  const inbox = useQuery(trpc.approvals.list.queryOptions({ environment, state: "open" }, { enabled: mayRead, select: (page) => page.counts.open }));
  const groups = SCREEN_GROUPS.map((group) => ({ ...group, screens: group.screens.filter((screen) => can(actor, screen.permission)) })).filter(
    (group) => group.screens.length > 0,
  );
  return { groups, counts: inbox.data ? { inbox: inbox.data } : {} };
}

/** The labelled nav of the work lists, 200 px. */
export function Nav({ environment, className }: { environment: string; className?: string }) {
  return (
    <header className={cx("flex min-h-0 flex-col border-r border-line bg-bg px-2 pb-2.5", className)}>
      <Link
        href={`/${environment}/home`}
        className="flex h-(--topbar) shrink-0 items-center gap-[9px] rounded-2 px-1.5 text-14 font-semibold tracking-tighter text-ink hover:no-underline"
      >
        <Mark /> Throughline
      </Link>
      <NavLinks environment={environment} className="min-h-0 flex-1 overflow-y-auto" />
      <LiveNote />
      <UserMenu />
    </header>
  );
}

export function NavLinks({ environment, className, onNavigate }: { environment: string; className?: string; onNavigate?: () => void }) {
  const { groups, counts } = useNav(environment);
  const current = navScreenOf(usePathname());
  return (
    <nav aria-label="Main" className={className}>
      {groups.map((group) => (
        <Fragment key={group.label}>
          <h2 className="px-2 pt-3 pb-1 text-11 font-medium tracking-normal text-ink-3" id={`nav-${group.label}`}>
            {group.label}
          </h2>
          <ul aria-labelledby={`nav-${group.label}`}>
            {group.screens.map((screen) => (
              <li key={screen.key}>
                <NavLink screen={screen} environment={environment} isCurrent={current === screen.key} count={counts[screen.key]} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </nav>
  );
}

function NavLink({
  screen,
  environment,
  isCurrent,
  count,
  onNavigate,
}: {
  screen: Screen;
  environment: string;
  isCurrent: boolean;
  count: number | undefined;
  onNavigate?: () => void;
}) {
  const Icon = screen.icon;
  return (
    <Link
      href={`/${environment}/${screen.key}`}
      aria-current={isCurrent ? "page" : undefined}
      onClick={onNavigate}
      className={cx(
        "flex h-[30px] items-center gap-[9px] rounded-2 px-2 text-13 hover:no-underline focus-visible:shadow-(--focus-inset)",
        isCurrent ? "bg-accent-soft font-[550] text-accent-text" : "font-[450] text-ink-2 hover:bg-surface-3",
      )}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className={cx("shrink-0", isCurrent ? "text-accent-text" : "text-ink-3")} />
      {screen.label}
      {count !== undefined && count > 0 && (
        <span className={cx("ml-auto text-11 font-medium", isCurrent ? "text-inherit" : "text-ink-3")}>
          {formatCount(count)}
          <span className="sr-only"> to decide</span>
        </span>
      )}
    </Link>
  );
}

/** The 48 px rail of the designer, a run and narrower windows. */
export function Rail({ environment, className }: { environment: string; className?: string }) {
  const { groups, counts } = useNav(environment);
  const current = navScreenOf(usePathname());
  return (
    <header className={cx("flex min-h-0 w-(--rail) flex-col items-center border-r border-line bg-bg pb-2.5", className)}>
      <Link href={`/${environment}/home`} aria-label="Throughline, overview" className="grid h-(--topbar) w-full shrink-0 place-items-center rounded-2">
        <Mark />
      </Link>
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col items-center overflow-y-auto px-[7px]">
        {groups.map((group, index) => (
          <Fragment key={group.label}>
            {index > 0 && <hr className="my-2 w-[22px] border-line" />}
            {group.screens.map((screen) => {
              const count = counts[screen.key];
              const label = count ? `${screen.label}, ${formatCount(count)} to decide` : screen.label;
              return (
                <Tooltip key={screen.key} text={label} side="right" shortcut={`G ${screen.letter.toUpperCase()}`}>
                  <Link
                    href={`/${environment}/${screen.key}`}
                    aria-label={label}
                    aria-current={current === screen.key ? "page" : undefined}
                    className={cx(
                      "relative mb-0.5 grid size-[34px] shrink-0 place-items-center rounded-2 focus-visible:shadow-(--focus-inset)",
                      current === screen.key ? "bg-accent-soft text-accent-text" : "text-ink-3 hover:bg-surface-3",
                    )}
                  >
                    <screen.icon size={16} strokeWidth={1.75} aria-hidden />
                    {count !== undefined && count > 0 && (
                      <span
                        aria-hidden="true"
                        className="absolute top-[5px] right-[5px] size-[7px] rounded-full border-[1.5px] border-bg bg-accent [box-sizing:content-box]"
                      />
                    )}
                  </Link>
                </Tooltip>
              );
            })}
          </Fragment>
        ))}
      </nav>
      <LiveNote compact />
      <UserMenu compact />
    </header>
  );
}
