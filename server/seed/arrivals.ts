/** What the CRM of the demo firm reports: won opportunities of its clients. */
import type { Json } from "#flow/document.ts";

const OWNERS = {
  elin: { name: "Elin Moberg", email: "elin.moberg@halvorsen.example" },
  david: { name: "David Okafor", email: "david.okafor@halvorsen.example" },
  marta: { name: "Marta Iglesias", email: "marta.iglesias@halvorsen.example" },
} as const;

type Won = {
  reference: string;
  name: string;
  account: { id?: number; name: string };
  amount: number;
  owner: keyof typeof OWNERS;
  start: string;
  fate: "finishes" | "is approved" | "waits" | "fails";
};

/** `fate` says what the demo lets become of it. */
export const ARRIVALS: readonly Won[] = [
  {
    reference: "OP-2381",
    name: "ERP consolidation",
    account: { id: 4107, name: "Lumen Health" },
    amount: 148_500,
    owner: "elin",
    start: "2027-01-11",
    fate: "is approved",
  },
  {
    reference: "OP-2384",
    name: "Tender support 2027",
    account: { id: 4188, name: "Brightwater Utilities" },
    amount: 18_900,
    owner: "david",
    start: "2026-12-01",
    fate: "finishes",
  },
  {
    reference: "OP-2386",
    name: "Finance target operating model",
    account: { id: 3921, name: "Castellane Group" },
    amount: 96_000,
    owner: "marta",
    start: "2027-01-04",
    fate: "is approved",
  },
  {
    reference: "OP-2389",
    name: "Sawmill maintenance planning",
    account: { id: 4230, name: "Norrland Timber" },
    amount: 42_300,
    owner: "elin",
    start: "2026-12-07",
    fate: "finishes",
  },
  // its account was never linked in the CRM, so nothing says which customer it is
  {
    reference: "OP-2390",
    name: "Sales compensation review",
    account: { name: "Ostermann & Söhne" },
    amount: 31_500,
    owner: "marta",
    start: "2026-12-14",
    fate: "fails",
  },
  {
    reference: "OP-2392",
    name: "Claims platform roll-out",
    account: { id: 4012, name: "Kestrel Insurance" },
    amount: 212_000,
    owner: "david",
    start: "2027-02-01",
    fate: "waits",
  },
  {
    reference: "OP-2395",
    name: "Service robot pilot",
    account: { id: 4263, name: "Vantaa Robotics" },
    amount: 67_800,
    owner: "elin",
    start: "2027-01-18",
    fate: "waits",
  },
  {
    reference: "OP-2397",
    name: "Board portal accessibility audit",
    account: { id: 4271, name: "Halden Kommune" },
    amount: 12_400,
    owner: "marta",
    start: "2026-12-03",
    fate: "finishes",
  },
  {
    reference: "OP-2401",
    name: "Terminal scheduling programme",
    account: { id: 3875, name: "Meridian Ports" },
    amount: 324_000,
    owner: "david",
    start: "2027-03-01",
    fate: "waits",
  },
];

/** The body of the CRM's webhook. */
export function bodyOf(won: Won): { [key: string]: Json } {
  return {
    id: 900_000 + Number(won.reference.slice(3)),
    reference: won.reference,
    name: won.name,
    stage: "won",
    stage_changed_at: "2026-11-23T08:15:00Z",
    amount: won.amount,
    currency: "EUR",
    start_date: won.start,
    account: won.account,
    owner: { ...OWNERS[won.owner] },
  };
}

/** As the flow's dedupe expression would make it. */
export function originOf(won: Won): string {
  const body = bodyOf(won);
  return `${body.id}:${body.stage_changed_at}`;
}
