import { connect } from '../connect.ts';
import type { Nearside } from '../nearside.ts';

interface SharedConnection {
  readonly nearside: Promise<Nearside>;
  users: number;
}

const connections = new Map<string, SharedConnection>();

/** Joins the connection that all components of a page share, opening it if need be. */
export function joinConnection(repository: string | undefined): Promise<Nearside> {
  const key = repository ?? '';
  let shared = connections.get(key);
  if (shared === undefined) {
    const nearside = connect(repository === undefined ? {} : { repository });
    const opened: SharedConnection = { nearside, users: 0 };
    shared = opened;
    connections.set(key, shared);
    nearside.catch(() => {
      if (connections.get(key) === opened) connections.delete(key);
    });
  }
  shared.users += 1;
  return shared.nearside;
}

/** Gives back what {@link joinConnection} gave; the last one out closes it, unless another comes within this task. */
export function leaveConnection(repository: string | undefined): void {
  const key = repository ?? '';
  const shared = connections.get(key);
  if (shared === undefined) return;
  shared.users -= 1;
  // Strict mode and moved components leave and join again at once.
  setTimeout(() => {
    if (shared.users > 0 || connections.get(key) !== shared) return;
    connections.delete(key);
    shared.nearside.then(
      (nearside) => nearside.close(),
      () => undefined,
    );
  });
}
