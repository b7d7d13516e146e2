/** The reference endpoint that the app's own server mounts beside it. */
export function builtInUrl(): string {
  const base = new URL(import.meta.env.BASE_URL, document.baseURI);
  return new URL('remote', base).href;
}
