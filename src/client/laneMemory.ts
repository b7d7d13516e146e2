import { hasExpired, type CacheFilter, matchesFilter } from '../core/caching/cachedResult.ts';
import { ChurningMap } from '../core/collections/churningMap.ts';
import type { WireOptions } from '../core/protocol/inference.ts';
import type { AnswerLead, LaneCachePolicy, LaneReport } from '../engine/clientMessages.ts';
import type { UnpackedAnswers } from '../engine/packedAnswers.ts';
import type { LaneInput } from '../platform/workers/laneInput.ts';

interface Remembered {
  readonly answers: UnpackedAnswers;
  readonly partition: string | undefined;
  readonly sizeBytes: number;
  readonly costMs: number;
  readonly createdAt: number;
}

/** An input on its way through the lane. */
interface Underway {
  readonly key: string;
  readonly answers: Promise<UnpackedAnswers | undefined>;
}

const overheadBytes = 400;
const mostRefreshed = 64;

/**
 * The latest answers of an express lane. To ask the engine's cache would take as long as the lane's run does, so the lane has a
 * memory of its own, small and short-lived: it goes with the lane. What it answers is reported to the engine, which counts it.
 */
export class LaneMemory {
  readonly #answering: Pick<AnswerLead['trace'], 'model' | 'version'>;
  readonly #policy: LaneCachePolicy;
  readonly #now: () => number;
  readonly #entries = new ChurningMap<string, Remembered>();
  /** Inputs whose answers the engine was asked to make anew: it keeps them. */
  readonly #refreshed = new Set<string>();
  #underway: Underway | undefined;
  #generation = 0;
  #sizeBytes = 0;
  #hitMs: number[] = [];
  #joinedMs: number[] = [];
  #misses = 0;
  #evictions = 0;
  #savedMs = 0;
  #reportedEntries = 0;

  constructor(
    { model, version }: Pick<AnswerLead['trace'], 'model' | 'version'>,
    policy: LaneCachePolicy,
    now: () => number,
  ) {
    this.#answering = { model, version };
    this.#policy = policy;
    this.#now = now;
  }

  /** Whether an input with these options may take the lane at all. */
  admits(input: LaneInput, { cache = 'use', partition }: WireOptions): boolean {
    if (cache !== 'use') return cache === 'bypass';
    if (this.#policy.kind === 'engine') return false;
    return this.#refreshed.size === 0 || !this.#refreshed.has(keyOf(input, partition));
  }

  /** What is remembered of an input. */
  find(input: LaneInput, { cache = 'use', partition }: WireOptions): UnpackedAnswers | undefined {
    if (this.#policy.kind !== 'page' || cache !== 'use') return undefined;
    const key = keyOf(input, partition);
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (hasExpired(entry.createdAt, this.#now(), this.#policy.ttlMs)) {
      this.#forget(key, entry);
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#savedMs += entry.costMs;
    return entry.answers;
  }

  /** The input is asked anew: neither what is remembered nor what is under way is its answer any more. */
  forget(input: LaneInput, { partition }: WireOptions): void {
    this.#generation += 1;
    const key = keyOf(input, partition);
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#forget(key, entry);
    if (this.#policy.kind !== 'page') return;
    this.#refreshed.add(key);
    const [oldest] = this.#refreshed;
    if (this.#refreshed.size > mostRefreshed && oldest !== undefined) this.#refreshed.delete(oldest);
  }

  /** The answer to come of the same input, if it is in the lane just now. */
  findUnderway(input: LaneInput, { cache = 'use', partition }: WireOptions): Underway['answers'] | undefined {
    if (cache !== 'use' || this.#underway === undefined) return undefined;
    return this.#underway.key === keyOf(input, partition) ? this.#underway.answers : undefined;
  }

  /** Remembers what an input's answer will be. */
  watch(input: LaneInput, options: WireOptions, answers: Underway['answers']): void {
    if (this.#policy.kind !== 'page' || (options.cache ?? 'use') !== 'use') return;
    this.#misses += 1;
    const key = keyOf(input, options.partition);
    const underway: Underway = { key, answers };
    const generation = this.#generation;
    this.#underway = underway;
    const keep = (answer: UnpackedAnswers | undefined): void => {
      if (this.#underway === underway) this.#underway = undefined;
      if (answer !== undefined && this.#generation === generation) this.#keep(key, options.partition, answer);
    };
    answers.then(keep, () => {
      keep(undefined);
    });
  }

  countHit(latencyMs: number): void {
    this.#hitMs.push(latencyMs);
  }

  countJoined(latencyMs: number): void {
    this.#joinedMs.push(latencyMs);
  }

  clear(filter: CacheFilter): void {
    this.#generation += 1;
    this.#underway = undefined;
    this.#refreshed.clear();
    for (const [key, entry] of [...this.#entries])
      if (matchesFilter({ model: this.#answering.model, partition: entry.partition }, filter))
        this.#forget(key, entry);
  }

  /** What happened since it was last asked; undefined when nothing did. */
  takeReport(): LaneReport | undefined {
    const happened = this.#hitMs.length + this.#joinedMs.length + this.#misses + this.#evictions;
    if (happened === 0 && this.#reportedEntries === this.#entries.size) return undefined;
    this.#reportedEntries = this.#entries.size;
    const report: LaneReport = {
      ...this.#answering,
      hitMs: this.#hitMs,
      joinedMs: this.#joinedMs,
      misses: this.#misses,
      evictions: this.#evictions,
      savedMs: this.#savedMs,
      entries: this.#entries.size,
      sizeBytes: this.#sizeBytes,
    };
    this.#hitMs = [];
    this.#joinedMs = [];
    this.#misses = 0;
    this.#evictions = 0;
    this.#savedMs = 0;
    return report;
  }

  #keep(key: string, partition: string | undefined, answers: UnpackedAnswers): void {
    if (this.#policy.kind !== 'page') return;
    const { maxBytes } = this.#policy;
    const before = this.#entries.get(key);
    if (before !== undefined) this.#forget(key, before);
    const sizeBytes = 2 * key.length + answers.scores.byteLength + overheadBytes;
    if (sizeBytes > maxBytes) return;
    const costMs = answers.inputMs + answers.computeMs + answers.outputMs;
    const cached = { ...answers, inputMs: 0, computeMs: 0, outputMs: 0 };
    this.#entries.set(key, { answers: cached, partition, sizeBytes, costMs, createdAt: this.#now() });
    this.#sizeBytes += sizeBytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#sizeBytes <= maxBytes) break;
      this.#evictions += 1;
      this.#forget(oldest, entry);
    }
  }

  #forget(key: string, { sizeBytes }: Remembered): void {
    this.#entries.delete(key);
    this.#sizeBytes -= sizeBytes;
  }
}

/** The length keeps a partition and an input from being taken for another pair. */
function keyOf(input: LaneInput, partition: string | undefined): string {
  const name = nameOf(input);
  return partition === undefined ? `:${name}` : `${partition.length}:${partition}${name}`;
}

/** A row by its very bits. */
function nameOf(input: LaneInput): string {
  if (input.kind === 'text') return `t${input.text}`;
  const { buffer, byteOffset, byteLength } = input.values;
  const units = new Uint16Array(buffer, byteOffset, byteLength / 2);
  return `r${String.fromCharCode.apply(null, units as unknown as number[])}`;
}
