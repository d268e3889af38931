import { type RefObject, useRef, useState } from "react";

type FocusBefore = {
  popup: RefObject<HTMLDivElement | null>;
  /** for the library, which asks when the dialog goes: the focus goes back unless it is somewhere else by then */
  finalFocus: () => HTMLElement | boolean;
  /** gives it back when the dialog is gone, and then does what was chosen there: that may move it, or open a dialog that gives it back in turn */
  leave: (action: () => unknown) => void;
};

/**
 * Where the keyboard was when a dialog was opened. A field that takes the focus while the dialog is drawn has it before the library looks
 * where it was, and when the dialog goes the focus would go to nobody.
 */
export function useFocusBefore(isOpen: boolean): FocusBefore {
  const popup = useRef<HTMLDivElement>(null);
  const [held, hold] = useState<{ isOpen: boolean; element: HTMLElement | null }>({ isOpen: false, element: null });
  if (held.isOpen !== isOpen) hold({ isOpen, element: isOpen ? focused() : held.element });
  return {
    popup,
    finalFocus: () => {
      const active = focused();
      if (active !== null && !popup.current?.contains(active)) return false;
      return held.element?.isConnected ? held.element : true;
    },
    leave: (action) =>
      void requestAnimationFrame(() => {
        held.element?.focus({ preventScroll: true });
        action();
      }),
  };
}

function focused(): HTMLElement | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}
