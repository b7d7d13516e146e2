import { formatCount } from './formatCount.ts';

/** "1 row", "2,000 rows". */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
