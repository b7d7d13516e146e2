export function sumRows(items: readonly { readonly rows: number }[]): number {
  return items.reduce((sum, { rows }) => sum + rows, 0);
}
