"use client";

import { type KeyboardEvent, useState } from "react";
import { useIsApple } from "#components/shell/platform.ts";
import { usePreferences } from "#components/shell/preferences-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { useDesigner } from "../context.tsx";
import { wordsFit } from "../words-fit.ts";
import { holderOf, keysOf, useChosenKeys } from "./bindings.ts";
import { COMMAND_GROUPS, type Command } from "./command.ts";
import { commands } from "./index.ts";
import { keptBy, keyNames, keyWords } from "./keys.ts";
import styles from "./keys.module.css";

/** Every key of the designer, and the place to choose others. */
export function DesignerKeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { bindings } = useDesigner();
  const { preferences, change } = usePreferences();
  const chosen = useChosenKeys(bindings);
  const [search, setSearch] = useState("");
  const changed = Object.keys(chosen).length;
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Keys of the designer"
      wide
      description="Choose a command to give it another key. Your keys are kept in this browser, for you alone."
    >
      <div className={styles.bar}>
        <input
          type="search"
          aria-label="Find a command"
          placeholder="Find a command"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className={styles.search}
        />
        <Switch checked={preferences.letterKeys} onChange={(letterKeys) => change({ letterKeys })}>
          Single letters are keys
        </Switch>
        <Button size="sm" disabled={changed === 0} onClick={bindings.reset}>
          Reset all keys
        </Button>
      </div>
      <div className={styles.columns}>
        {COMMAND_GROUPS.map((group) => {
          const members = commands.filter((command) => command.group === group && wordsFit(command.id, search, [command.name, command.words ?? ""]) > 0);
          if (members.length === 0) return null;
          return (
            <section key={group} className={styles.group}>
              <h3>{group}</h3>
              <ul>
                {members.map((command) => (
                  <Row key={command.id} command={command} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

type Asked = { key: string; problem: string | null; holder: Command | null };

function Row({ command }: { command: Command }) {
  const { bindings } = useDesigner();
  const chosen = useChosenKeys(bindings);
  const isApple = useIsApple();
  const [isListening, setListening] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const keys = keysOf(command, chosen);
  const words = keys.map((key) => keyWords(key, isApple));
  const isOwn = chosen[command.id] !== undefined;

  const end = () => {
    setListening(false);
    setAsked(null);
  };
  const take = (key: string, holder: Command | null) => {
    if (holder)
      bindings.choose(
        holder.id,
        keysOf(holder, bindings.get()).filter((each) => each !== key),
      );
    bindings.choose(command.id, [key]);
    end();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (!isListening || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return end();
    const [key] = keyNames(event.nativeEvent);
    if (key === undefined) return;
    const kept = keptBy(key);
    const holder = holderOf(commands, chosen, { key, command: command.id });
    if (kept !== null) return setAsked({ key, problem: `${keyWords(key, isApple)} belongs to ${kept}: press another one.`, holder: null });
    if (holder) return setAsked({ key, problem: `${keyWords(key, isApple)} is the key of “${holder.name}”.`, holder });
    take(key, null);
  };

  const said = words.join(" or ") || "no key";
  return (
    <li className={styles.row} data-listening={isListening || undefined}>
      {command.isFixed ? (
        <div className={styles.command} title="This key is the same in the whole product">
          <span className={styles.name}>{command.name}</span>
          <Keys words={words} />
          <span className="sr-only">{said}</span>
        </div>
      ) : (
        <button
          type="button"
          className={styles.command}
          aria-label={isListening ? `Press the new key of ${command.name}, Escape keeps the old one` : `${command.name}: ${said}. Choose another key`}
          onClick={() => !isListening && setListening(true)}
          onKeyDown={onKeyDown}
          onBlur={(event) => !event.currentTarget.parentElement?.contains(event.relatedTarget) && end()}
        >
          <span className={styles.name}>{command.name}</span>
          {isListening ? (
            <span className={styles.press}>Press the new key</span>
          ) : words.length > 0 ? (
            <Keys words={words} />
          ) : (
            <span className={styles.none}>no key</span>
          )}
        </button>
      )}
      {isListening && (
        <div className={styles.choice}>
          <span role="status" className={styles.problem}>
            {asked?.problem}
          </span>
          {asked?.holder && (
            <Button size="sm" onClick={() => take(asked.key, asked.holder)}>
              Take it from there
            </Button>
          )}
          {words.length > 0 && (
            <Button
              size="sm"
              variant="ghost"
              onClick={() => {
                bindings.choose(command.id, []);
                end();
              }}
            >
              No key
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={end}>
            Keep
          </Button>
        </div>
      )}
      {isOwn && !isListening && (
        <Button size="sm" variant="ghost" aria-label={`Reset the key of ${command.name}`} onClick={() => bindings.choose(command.id, null)}>
          Reset
        </Button>
      )}
    </li>
  );
}

function Keys({ words }: { words: readonly string[] }) {
  return (
    <span className={styles.keys}>
      {words.map((word) => (
        <Kbd key={word}>{word}</Kbd>
      ))}
    </span>
  );
}
