"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "./button.tsx";
import { toClipboard } from "./clipboard.ts";
import { IconButton } from "./icon-button.tsx";
import { toast } from "./toast.tsx";

/** Copies `text`, which may be made when it is wanted; `what` names it: "Copy correlation id". With `withLabel` it is a button with words. */
export function CopyButton({
  text,
  what,
  withLabel = false,
  size = "sm",
}: {
  text: string | (() => string);
  what: string;
  withLabel?: boolean;
  size?: "md" | "sm";
}) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = () => {
    void toClipboard(typeof text === "string" ? text : text()).then((isCopied) => {
      if (!isCopied)
        return toast.error("Nothing was copied", { description: "This browser does not let a page write to the clipboard: mark the text and copy it." });
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
