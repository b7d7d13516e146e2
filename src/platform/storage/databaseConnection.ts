import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { messageOf, NearsideError } from '../../core/errors.ts';

export interface DatabasePlan<Schema extends DBSchema> {
  readonly name: string;
  readonly version: number;
  readonly upgrade: (database: IDBPDatabase<Schema>) => void;
  /** Called with every new connection before it is used. */
  readonly prepare?: (database: IDBPDatabase<Schema>) => Promise<void>;
  /** Called when a connection ended that this side did not end. */
  readonly onLost?: () => void;
}

// An open waits for other tabs to close theirs; a request does not wait for that.
const openWithinMs = 5000;

/**
 * A connection that is made when it is needed and again when it was lost. It makes way for others at once: for a tab that deletes or
 * upgrades the database.
 */
export class DatabaseConnection<Schema extends DBSchema> {
  readonly #plan: DatabasePlan<Schema>;
  #opening: Promise<IDBPDatabase<Schema>> | undefined;
  /** The connection in use: reads go to it at once. */
  #opened: IDBPDatabase<Schema> | undefined;

  constructor(plan: DatabasePlan<Schema>) {
    this.#plan = plan;
  }

  /** Runs `use` on a connection, once more on a new one when the first turned out dead. Rejects with `storage` without one. */
  run<Value>(use: (database: IDBPDatabase<Schema>) => Promise<Value>): Promise<Value> {
    const database = this.#opened;
    if (database === undefined) return this.#open().then((opened) => this.#runOn(opened, use));
    return this.#runOn(database, use);
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    this.#opened = undefined;
    (await opening?.catch(() => undefined))?.close();
  }

  /** No async function: a stored result would wait a moment longer. */
  #runOn<Value>(
    database: IDBPDatabase<Schema>,
    use: (database: IDBPDatabase<Schema>) => Promise<Value>,
  ): Promise<Value> {
    return use(database).catch(async (error: unknown) => {
      if (!isDead(error)) throw error;
      this.#end(database);
      return await use(await this.#open());
    });
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const opening = (this.#opening ??= this.#connect());
    try {
      return await opening;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw new NearsideError('storage', messageOf(error), { cause: error });
    }
  }

  async #connect(): Promise<IDBPDatabase<Schema>> {
    const { name, version, upgrade, prepare } = this.#plan;
    const end = (): void => {
      void opening.then((ended) => {
        this.#end(ended);
      });
    };
    const opening = openDB<Schema>(name, version, { upgrade, blocking: end, terminated: end });
    const database = await giveUpAfter(openWithinMs, opening);
    try {
      await prepare?.(database);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#opened = database;
    return database;
  }

  /** The next use makes a new connection. */
  #end(database: IDBPDatabase<Schema>): void {
    database.close();
    if (this.#opened !== database) return;
    this.#opened = undefined;
    this.#opening = undefined;
    this.#plan.onLost?.();
  }
}

/** The connection, if it comes in time; a later one is closed, so that it blocks nobody. */
async function giveUpAfter<Schema extends DBSchema>(
  ms: number,
  opening: Promise<IDBPDatabase<Schema>>,
): Promise<IDBPDatabase<Schema>> {
  const { promise, resolve, reject } = Promise.withResolvers<IDBPDatabase<Schema>>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reject(new Error(`another tab kept the database closed for ${ms} ms`));
  }, ms);
  opening.then((database) => {
    if (isLate) database.close();
    else resolve(database);
  }, reject);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function isDead(error: unknown): boolean {
  return error instanceof DOMException && ['InvalidStateError', 'AbortError'].includes(error.name);
}
