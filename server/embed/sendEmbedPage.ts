import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { embedPaths } from './embedHeaders.ts';

const anyOrigin = '<meta name="nearside-embed-origins" content="*" />';

/** Sends the embedded page with the origins written into it: its script holds them against whoever talks to it. */
export async function sendEmbedPage(
  response: ServerResponse,
  root: string,
  origins: readonly string[],
): Promise<void> {
  const page = await readFile(join(root, embedPaths.page), 'utf8');
  const named = anyOrigin.replace('*', origins.join(' '));
  if (!page.includes(anyOrigin)) throw new Error(`Expected ${anyOrigin} in ${embedPaths.page}.`);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-cache');
  response.end(page.replace(anyOrigin, named));
}
