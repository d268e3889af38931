"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { later } from "#components/ui/later.tsx";
import { useWasOpen } from "#components/ui/was-open.ts";
import { Mark } from "./brand.tsx";
import { EnvironmentSwitcher } from "./environment-switcher.tsx";
import { LiveNote } from "./live-note.tsx";
import { NavLinks } from "./nav.tsx";
import { openPalette } from "./palette-door.ts";
import { UserMenu } from "./user-menu.tsx";

const Sheet = later(() => import("#components/ui/sheet.tsx").then((module) => module.Sheet));

/** Under 768 px: brand, environment and a menu in one bar, the nav in a drawer. */
export function MobileBar({ environment }: { environment: string }) {
  const [open, setOpen] = useState(false);
  const wasOpen = useWasOpen(open);
  return (
    <header className="flex h-(--topbar) shrink-0 items-center gap-1 border-b border-line bg-bg px-2 md:hidden">
      <IconButton label="Menu" aria-expanded={open} onClick={() => setOpen(true)} className="size-9">
        <MenuIcon size={18} aria-hidden />
      </IconButton>
      <Link
        href={`/${environment}/home`}
        className="flex h-9 items-center gap-2 rounded-2 px-1 text-14 font-semibold tracking-tighter text-ink hover:no-underline"
      >
        <Mark /> Throughline
      </Link>
      <span className="flex-1" />
      <EnvironmentSwitcher inBar />
      <IconButton label="Search and commands" onClick={openPalette} className="size-9">
        <Search size={16} aria-hidden />
      </IconButton>
      {wasOpen && (
        <Sheet open={open} onOpenChange={setOpen} title="Throughline" side="left" width={272}>
          <div className="flex h-full flex-col px-2 pb-2.5">
            <NavLinks environment={environment} onNavigate={() => setOpen(false)} className="flex-1" />
            <LiveNote />
            <UserMenu />
          </div>
        </Sheet>
      )}
    </header>
  );
}
