import { expect, test } from '../support/test.ts';

const count = 3000;

test('thousands of good, bad, aborted and hurried calls in any order each settle as they should', async ({
  warmPage,
}) => {
  const { groups, after, unhandled } = await warmPage.evaluate(async (total) => {
    const nearside = await window.nearside;
    const random = window.tools.row(2026, 4 * total);
    const draw = (position: number, index: number, below: number): number =>
      Math.floor((random[4 * index + position] ?? 0) * below);
    let unhandled = 0;
    const countUnhandled = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      unhandled += 1;
    };
    window.addEventListener('unhandledrejection', countUnhandled);

    const seven = window.tools.seven(60);
    const good = (index: number) => ({ priority: 1 + draw(2, index, 3), cache: 'bypass' as const });
    const calls: readonly ((index: number) => readonly [group: string, call: Promise<unknown>])[] = [
      (index) => ['text', nearside.predict('language-id', `The sentence with number ${index}`, good(index))],
      (index) => ['row', nearside.predict('digits', window.tools.row(index), good(index))],
      (index) => ['image', nearside.predict('digits', seven, good(index))],
      (index) => [
        'tensors',
        nearside.infer(
          {
            model: 'digits',
            inputs: {
              x: { datatype: 'FP32', shape: [3, 1, 28, 28], data: window.tools.row(index, 3 * 784) },
            },
          },
          { ...good(index), transfer: index % 2 === 0 },
        ),
      ],
      () => ['bad', nearside.predict('language-id', '...')],
      () => ['bad', nearside.predict('digits', [1, 2])],
      () => ['bad', nearside.predict('digits', (() => 1) as never)],
      (index) => [
        'aborted',
        nearside.predict('digits', window.tools.row(index), { signal: abortSoon(draw(1, index, 4)) }),
      ],
      (index) => [
        'aborted',
        nearside.predict('language-id', `Not wanted, number ${index}`, {
          signal: abortSoon(draw(1, index, 4)),
        }),
      ],
      (index) => [
        'hurried',
        nearside.predict('digits', window.tools.row(index), { deadlineMs: 1 + draw(1, index, 30) }),
      ],
    ];
    async function abortAfter(controller: AbortController, tasks: number): Promise<void> {
      for (let task = 0; task < tasks; task += 1) await window.tools.nextTask();
      controller.abort(new Error('not wanted'));
    }
    function abortSoon(tasks: number): AbortSignal {
      const controller = new AbortController();
      void abortAfter(controller, tasks);
      return controller.signal;
    }

    const settling: Promise<string>[] = [];
    for (let index = 0; index < total; index += 1) {
      const [group, call] = calls[draw(0, index, calls.length)]!(index);
      settling.push(
        window.tools.outcome(call).then((outcome) => {
          if (outcome.kind === 'rejected') return `${group}: ${outcome.code ?? outcome.message}`;
          return group === 'text' && outcome.kind === 'answered'
            ? `text: ${outcome.label}`
            : `${group}: answered`;
        }),
      );
      if (draw(3, index, 20) === 0) await window.tools.nextTask();
    }
    const groups: Record<string, number> = {};
    for (const group of await Promise.all(settling)) groups[group] = (groups[group] ?? 0) + 1;
    await window.tools.nextTask();
    window.removeEventListener('unhandledrejection', countUnhandled);
    const after = await window.tools.outcome(nearside.predict('digits', window.tools.seven()));
    await window.tools.untilIdle();
    return { groups, after, unhandled };
  }, count);

  const possible = [
    'text: eng',
    'row: answered',
    'image: answered',
    'tensors: answered',
    'bad: bad-input',
    'aborted: answered',
    'aborted: not wanted',
    'hurried: answered',
    'hurried: deadline',
    'hurried: queue-full',
  ];
  expect(Object.keys(groups).filter((group) => !possible.includes(group))).toEqual([]);
  expect(Object.values(groups).reduce((sum, size) => sum + size, 0)).toBe(count);
  expect(Object.keys(groups)).toEqual(expect.arrayContaining(possible.slice(0, 5)));
  expect(groups['aborted: not wanted']).toBeGreaterThan(0);
  expect(unhandled).toBe(0);
  expect(after).toMatchObject({ kind: 'answered', label: '7' });
});
