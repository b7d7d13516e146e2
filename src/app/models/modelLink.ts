/** The model that a link such as `#/models?name=digits` shows. */
export function readModelLink(hash: string): string | undefined {
  const query = new URLSearchParams(hash.includes('?') ? hash.slice(hash.indexOf('?')) : '');
  return query.get('name') ?? undefined;
}

export function formatModelLink(name: string): string {
  return `#/models?${new URLSearchParams({ name }).toString()}`;
}
