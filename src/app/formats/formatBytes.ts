/** Decimal units, as download sizes are usually given. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes >= 1e9) return `${(sizeBytes / 1e9).toFixed(1)} GB`;
  if (sizeBytes >= 1e6) return `${(sizeBytes / 1e6).toFixed(1)} MB`;
  if (sizeBytes >= 1e3) return `${(sizeBytes / 1e3).toFixed(0)} kB`;
  return `${sizeBytes} B`;
}
