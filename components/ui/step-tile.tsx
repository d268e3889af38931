import type { LucideIcon } from "lucide-react";
import {
  Archive,
  ArrowLeftRight,
  BookmarkCheck,
  Braces,
  Calendar,
  CalendarPlus,
  CircleStop,
  Clock,
  CodeXml,
  Database,
  FileDown,
  FileText,
  Filter,
  FormInput,
  GitBranch,
  GitFork,
  Globe,
  Hand,
  Inbox,
  Landmark,
  ListChecks,
  Mail,
  MessageSquare,
  Paperclip,
  PencilLine,
  Play,
  Plug,
  Radio,
  RefreshCw,
  Repeat,
  Search,
  Send,
  Shuffle,
  SquareFunction,
  SquarePlus,
  Table2,
  Terminal,
  Timer,
  UserCheck,
  Webhook,
  Workflow,
  Zap,
} from "lucide-react";
import type { StepCategory } from "#flow/step.ts";
import { cx } from "./cx.ts";

/** Tile and icon of each step type, so that a list can show one without loading the step kit. */
const TYPES: Record<string, { category: StepCategory; icon: LucideIcon }> = {
  "trigger.webhook": { category: "trigger", icon: Webhook },
  "trigger.api": { category: "trigger", icon: Play },
  "trigger.event": { category: "trigger", icon: Radio },
  "trigger.schedule": { category: "trigger", icon: Calendar },
  "trigger.form": { category: "trigger", icon: FormInput },
  "trigger.odoo": { category: "trigger", icon: Zap },
  map: { category: "transform", icon: Shuffle },
  validate: { category: "transform", icon: BookmarkCheck },
  lookup: { category: "transform", icon: Table2 },
  filter: { category: "transform", icon: Filter },
  aggregate: { category: "transform", icon: SquareFunction },
  code: { category: "transform", icon: CodeXml },
  branch: { category: "logic", icon: GitBranch },
  each: { category: "logic", icon: Repeat },
  wait: { category: "logic", icon: Timer },
  stop: { category: "logic", icon: CircleStop },
  subflow: { category: "subflow", icon: Workflow },
  approve: { category: "human", icon: UserCheck },
  form: { category: "human", icon: ListChecks },
  notify: { category: "notify", icon: Mail },
  "odoo.create": { category: "odoo", icon: SquarePlus },
  "odoo.upsert": { category: "odoo", icon: RefreshCw },
  "odoo.update": { category: "odoo", icon: PencilLine },
  "odoo.search": { category: "odoo", icon: Search },
  "odoo.call": { category: "odoo", icon: Terminal },
  "odoo.archive": { category: "odoo", icon: Archive },
  "odoo.message": { category: "odoo", icon: MessageSquare },
  "odoo.activity": { category: "odoo", icon: CalendarPlus },
  "odoo.attach": { category: "odoo", icon: Paperclip },
  "odoo.fetch": { category: "odoo", icon: FileDown },
  "odoo.report": { category: "odoo", icon: FileText },
  http: { category: "http", icon: Globe },
  sql: { category: "http", icon: Database },
  "event.publish": { category: "event", icon: Send },
};

/** Icons that a step definition may name. */
const ICONS: Record<string, LucideIcon> = {
  archive: Archive,
  "arrow-left-right": ArrowLeftRight,
  "bookmark-check": BookmarkCheck,
  braces: Braces,
  calendar: Calendar,
  "circle-stop": CircleStop,
  clock: Clock,
  "code-xml": CodeXml,
  database: Database,
  "file-text": FileText,
  filter: Filter,
  "form-input": FormInput,
  "git-branch": GitBranch,
  "git-fork": GitFork,
  globe: Globe,
  hand: Hand,
  inbox: Inbox,
  landmark: Landmark,
  "list-checks": ListChecks,
  mail: Mail,
  "message-square": MessageSquare,
  paperclip: Paperclip,
  "pencil-line": PencilLine,
  play: Play,
  plug: Plug,
  radio: Radio,
  "refresh-cw": RefreshCw,
  repeat: Repeat,
  search: Search,
  send: Send,
  shuffle: Shuffle,
  "square-function": SquareFunction,
  "square-plus": SquarePlus,
  "table-2": Table2,
  terminal: Terminal,
  timer: Timer,
  "user-check": UserCheck,
  webhook: Webhook,
  workflow: Workflow,
  zap: Zap,
};

/** The coloured tile of a step: by its type, or by category and icon where the definition is at hand. */
export function StepTile({
  type,
  category,
  icon,
  size = "md",
  className,
}: {
  type: string;
  category?: StepCategory;
  icon?: string;
  size?: "md" | "sm";
  className?: string;
}) {
  "use memo";
  const known = TYPES[type];
  const hue = category ?? known?.category ?? (type.startsWith("odoo.") ? "odoo" : type.startsWith("trigger.") ? "trigger" : "http");
  const Icon = known?.icon ?? ICONS[icon ?? ""] ?? Plug;
  return (
    <span
      aria-hidden="true"
      className={cx("inline-grid shrink-0 place-items-center", size === "sm" ? "size-5 rounded-[5px]" : "size-[26px] rounded-2", className)}
      style={{ background: `var(--c-${hue}-bg)`, color: `var(--c-${hue})` }}
    >
      <Icon size={size === "sm" ? 12 : 16} strokeWidth={size === "sm" ? 2 : 1.75} />
    </span>
  );
}
