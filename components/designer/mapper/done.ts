/** A key that was meant for the list: what it does is done, and nothing else happens. */
export function done(act: () => void): true {
  act();
  return true;
}
