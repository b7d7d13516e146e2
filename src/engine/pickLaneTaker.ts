import type { LaneReach } from './clientSession.ts';

/** The client that express lanes are offered to: the first that shares memory with the engine, else the first that a port reaches. */
export function pickLaneTaker<Client extends { readonly laneReach: LaneReach }>(
  clients: Iterable<Client>,
): Client | undefined {
  let reachedByPort: Client | undefined;
  for (const client of clients) {
    if (client.laneReach === 'shared') return client;
    if (client.laneReach === 'port') reachedByPort ??= client;
  }
  return reachedByPort;
}
