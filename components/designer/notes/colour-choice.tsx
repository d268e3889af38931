import { Check } from "lucide-react";
import type { Colour } from "#flow/document.ts";
import { COLOURS } from "#flow/marks.ts";
import styles from "./notes.module.css";

const NAMES: Record<Colour, string> = { grey: "Grey", yellow: "Yellow", green: "Green", blue: "Blue", violet: "Violet", rose: "Rose" };

/** One colour out of six; each says its name. */
export function ColourChoice({ label, value, onChange }: { label: string; value: Colour; onChange: (colour: Colour) => void }) {
  return (
    <fieldset className={styles.colours}>
      <legend>{label}</legend>
      {COLOURS.map((colour) => (
        <label key={colour} title={NAMES[colour]} data-colour={colour} className={styles.colour}>
          <input type="radio" name={label} aria-label={NAMES[colour]} checked={value === colour} onChange={() => onChange(colour)} />
          {value === colour && <Check size={12} strokeWidth={2.5} aria-hidden />}
        </label>
      ))}
    </fieldset>
  );
}
