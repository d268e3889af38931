/** The address of a screen: `/{environment}/{screen}`. */

export const DEFAULT_ENVIRONMENT = "production";

export type Place = { environment: string; screen: string; rest: string[] };

export function placeOf(pathname: string): Place {
  const [environment = DEFAULT_ENVIRONMENT, screen = "home", ...rest] = pathname.split("/").filter(Boolean);
  return { environment, screen, rest };
}

/** Where the same screen is in another environment. A run belongs to one environment, so its list is shown instead. */
export function inEnvironment(pathname: string, environment: string): string {
  const { screen, rest } = placeOf(pathname);
  const keeps = screen === "flows" || screen === "settings" || screen === "connections";
  return `/${[environment, screen, ...(keeps ? rest : [])].join("/")}`;
}

/** The designer and a run need the room: the nav becomes a rail. */
export function wantsRail(pathname: string): boolean {
  const { screen, rest } = placeOf(pathname);
  return (screen === "flows" || screen === "runs") && rest.length > 0;
}

const UNDER: Record<string, string> = { forms: "runs", replays: "runs" };

/** The screen of the nav that a page belongs to: forms start runs and bulk replays repeat them. */
export function navScreenOf(pathname: string): string {
  const { screen } = placeOf(pathname);
  return UNDER[screen] ?? screen;
}
