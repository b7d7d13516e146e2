import type { Prediction } from '../../src/client/index.ts';

export interface RoundPlan {
  readonly seed: number;
  readonly forMs: number;
}

/** What became of the calls of a round: each is in exactly one of these. */
export interface RoundCounts {
  readonly answered: number;
  /** Answers that differ from what the same input gave alone at the start. */
  readonly wrong: readonly string[];
  /** Bad inputs, aborts and refusals of calls with a deadline, as they should be. */
  readonly expected: number;
  readonly unexpected: Readonly<Record<string, number>>;
  /** Never settled. */
  readonly lost: number;
}

/** Runs in the page: calls of all kinds, 32 at a time, for a while. Must not use anything outside itself. */
export async function playRound({ seed, forMs }: RoundPlan): Promise<RoundCounts> {
  type Known = Map<string, { readonly label: string; readonly score: number }>;
  const scope = window as Window & { soakAnswers?: Known };
  const nearside = await window.nearside;
  const words = 'der the le el lo un kuća talo water brød дом 水 pan'.split(' ');
  const inputs = Array.from({ length: 96 }, (_, index) => {
    const text = Array.from(
      { length: 3 + (index % 9) },
      (_, at) => words[(index * 7 + at * 5) % words.length],
    );
    return [
      ['language-id', text.join(' ')],
      ['review-sentiment', `${text.join(' ')} good ${index}`],
      ['digits', window.tools.row(index)],
    ] as const;
  }).flat();
  const read = ({ labels = [] }: Prediction): { label: string; score: number } =>
    labels[0] ?? { label: '', score: Number.NaN };
  if (scope.soakAnswers === undefined) {
    scope.soakAnswers = new Map();
    for (const [index, [model, value]] of inputs.entries())
      scope.soakAnswers.set(String(index), read(await nearside.predict(model, value, { cache: 'bypass' })));
  }
  const answers = scope.soakAnswers;
  const counts = {
    answered: 0,
    wrong: [] as string[],
    expected: 0,
    unexpected: {} as Record<string, number>,
  };
  const codeOf = (error: unknown): string => (error as { code?: string }).code ?? (error as Error).message;
  const draws = window.tools.row(seed, 4096);
  let drawn = 0;
  const draw = (below: number): number => Math.floor(draws[drawn++ % draws.length]! * below);

  const ask = async (): Promise<void> => {
    const at = draw(inputs.length);
    const [model, value] = inputs[at]!;
    const controller = new AbortController();
    const kinds = ['plain', 'plain', 'plain', 'bypass', 'refresh', 'hurried', 'aborted', 'bad'] as const;
    const kind = kinds[draw(kinds.length)]!;
    const options = {
      priority: 1 + draw(3),
      ...(kind === 'bypass' || kind === 'refresh' ? { cache: kind } : {}),
      ...(kind === 'hurried' ? { deadlineMs: 1 + draw(60) } : {}),
      ...(kind === 'aborted' ? { signal: controller.signal } : {}),
    };
    const call = nearside.predict(model, kind === 'bad' ? '...' : value, options);
    if (kind === 'aborted')
      queueMicrotask(() => {
        controller.abort(new Error('not wanted'));
      });
    try {
      const answer = read(await call);
      const known = answers.get(String(at))!;
      counts.answered += 1;
      if (kind === 'bad' || answer.label !== known.label || Math.abs(answer.score - known.score) > 1e-3)
        counts.wrong.push(
          `${model} ${at} ${kind}: ${answer.label} ${answer.score}, not ${known.label} ${known.score}`,
        );
    } catch (error) {
      const code = codeOf(error);
      const allowed = { bad: ['bad-input'], aborted: ['not wanted'], hurried: ['deadline', 'queue-full'] };
      if ((allowed as Record<string, readonly string[]>)[kind]?.includes(code) === true) counts.expected += 1;
      else counts.unexpected[code] = (counts.unexpected[code] ?? 0) + 1;
    }
  };

  const endAt = performance.now() + forMs;
  let open = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() < endAt) {
      open += 1;
      await ask();
      open -= 1;
      if (draw(16) === 0) await window.tools.nextTask();
    }
  };
  const patienceMs = 60_000;
  await Promise.race([
    Promise.all(Array.from({ length: 32 }, loop)),
    new Promise((resolve) => setTimeout(resolve, forMs + patienceMs)),
  ]);
  return { ...counts, lost: open };
}
