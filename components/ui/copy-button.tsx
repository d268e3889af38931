"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";

/** Copies `text`; `what` names it: "Copy correlation id". With `withLabel` it is a button with words. */
export function CopyButton({ text, what, withLabel = false, size = "sm" }: { text: string; what: string; withLabel?: boolean; size?: "md" | "sm" }) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), 1_500);
    });
  };
  const icon = copied ? <Check size={14} aria-hidden className="text-succeeded" /> : <Copy size={14} aria-hidden />;
  const label = copied ? `Copied ${what}` : `Copy ${what}`;
  if (withLabel)
    return (
      <Button size={size} icon={icon} onClick={copy}>
        {label}
      </Button>
    );
  return (
    <IconButton label={label} size={size} onClick={copy}>
      {icon}
    </IconButton>
  );
}
