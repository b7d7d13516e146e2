/** What a person knows an endpoint by: its host, with the port where it is not the usual one. */
export function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/]+)/i.exec(url)?.[1] ?? url;
}
