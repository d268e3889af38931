"use client";

import { LogOut, Monitor, Moon, Rows3, Rows4, Settings2, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { Avatar } from "#components/ui/avatar.tsx";
import { cx } from "#components/ui/cx.ts";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useActor } from "./actor.tsx";
import { useEnvironment } from "./environment-switcher.tsx";
import type { Density, Theme } from "./preferences.ts";
import { usePreferences } from "./preferences-context.tsx";
import { signOut } from "./sign-out.ts";

/** Who is signed in, how they like to see the product, and the way out. */
export function UserMenu({ compact = false }: { compact?: boolean }) {
  const actor = useActor();
  const router = useRouter();
  const environment = useEnvironment();
  const { preferences, change } = usePreferences();
  return (
    <Menu
      align="start"
      side={compact ? "right" : "top"}
      label={`Account of ${actor.name}`}
      trigger={
        <button
          type="button"
          className={cx(
            "flex items-center gap-[9px] rounded-2 text-left text-13 font-medium text-ink hover:bg-surface-3 data-popup-open:bg-surface-3",
            compact ? "size-[34px] justify-center" : "w-full px-2 py-1.5",
          )}
        >
          <Avatar name={actor.name} size={compact ? "lg" : "md"} />
          {!compact && <span className="truncate">{actor.name}</span>}
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-1">
        <div className="font-medium text-ink">{actor.name}</div>
        <div className="text-12 text-ink-3">
          {actor.email} · {actor.role}
        </div>
      </div>
      <MenuSeparator />
      <MenuChoice<Theme>
        label="Theme"
        value={preferences.theme}
        onChange={(theme) => change({ theme })}
        options={[
          { value: "system", label: "System", icon: <Monitor size={14} aria-hidden /> },
          { value: "light", label: "Light", icon: <Sun size={14} aria-hidden /> },
          { value: "dark", label: "Dark", icon: <Moon size={14} aria-hidden /> },
        ]}
      />
      <MenuChoice<Density>
        label="Density"
        value={preferences.density}
        onChange={(density) => change({ density })}
        options={[
          { value: "dense", label: "Dense", icon: <Rows4 size={14} aria-hidden /> },
          { value: "comfortable", label: "Comfortable", icon: <Rows3 size={14} aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<Settings2 size={14} aria-hidden />} onSelect={() => router.push(`/${environment}/settings/appearance`)}>
        Appearance and keys
      </MenuItem>
      <MenuItem
        icon={<LogOut size={14} aria-hidden />}
        onSelect={() => void signOut().catch((error: Error) => toast.error("You are still signed in", { description: error.message }))}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
