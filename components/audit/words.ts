/** connection.secret_set becomes "secret set": what was done, without what it was done to. */
export function actionWords(action: string): string {
  const words = action.split(".").slice(1).join(" ").replaceAll("_", " ");
  return words === "" ? action : words;
}
