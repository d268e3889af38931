"use client";

import { useEffect } from "react";
import { AWAY } from "./part-away.tsx";
import { toast } from "./toast.tsx";

/** For a part that has no place on the page, such as a dialog that somebody opened: it is told, and opens when it comes. */
export function ToldAway() {
  useEffect(() => {
    toast.error(AWAY, {
      description: "It opens as soon as it is here. If the network is there and this stays, reload the page: nothing that you drew is lost.",
    });
  }, []);
  return null;
}
