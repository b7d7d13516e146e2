import { expect, test } from '../support/test.ts';

test('transfer gives the buffers of an inference away', async ({ warmPage }) => {
  const lengths = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const kept = window.tools.row(1);
    const given = window.tools.row(1);
    const ask = (data: Float32Array, transfer: boolean) =>
      nearside.infer(
        { model: 'digits', inputs: { x: { datatype: 'FP32', shape: [1, 1, 28, 28], data } } },
        { transfer },
      );
    await ask(kept, false);
    await ask(given, true);
    return { kept: kept.length, given: given.length };
  });

  expect(lengths).toEqual({ kept: 784, given: 0 });
});

test('a bitmap given away is closed, one that is kept stays usable', async ({ warmPage }) => {
  const { outcomes, widths } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const kept = await createImageBitmap(window.tools.seven());
    const given = await createImageBitmap(window.tools.seven());
    const outcomes = await window.tools.outcomes([
      nearside.predict('digits', kept),
      nearside.predict('digits', given, { transfer: true }),
    ]);
    return { outcomes, widths: [kept.width, given.width] };
  });

  expect(outcomes).toMatchObject([{ label: '7' }, { label: '7' }]);
  expect(widths).toEqual([100, 0]);
});

test('a tensor may be overwritten right after the call', async ({ warmPage }) => {
  const [wanted, overwritten] = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const ask = async (data: Float32Array, isOverwritten: boolean) => {
      const call = nearside.infer(
        { model: 'digits', inputs: { x: { datatype: 'FP32', shape: [1, 1, 28, 28], data } } },
        { cache: 'bypass' },
      );
      if (isOverwritten) data.fill(0);
      return [...((await call).outputs['probs']?.data as Float32Array)];
    };
    return [await ask(window.tools.row(21), false), await ask(window.tools.row(21), true)];
  });

  expect(overwritten).toEqual(wanted);
});

const values = ['row', 'list', 'record', 'image', 'bitmap'] as const;

for (const kind of values) {
  test(`a ${kind} may be overwritten right after predict`, async ({ warmPage }) => {
    const [wanted, overwritten] = await warmPage.evaluate(async (kind) => {
      const nearside = await window.nearside;
      const ask = async (isOverwritten: boolean) => {
        const row = window.tools.row(33);
        const list = [...row];
        const image = window.tools.seven();
        const bitmap = await createImageBitmap(image);
        const value = { row, list, record: { x: row }, image, bitmap }[kind];
        const call = nearside.predict('digits', value, { cache: 'bypass' });
        if (isOverwritten) {
          row.fill(0);
          list.fill(0);
          image.data.fill(255);
          bitmap.close();
        }
        return await window.tools.outcome(call);
      };
      return [await ask(false), await ask(true)];
    }, kind);

    expect(wanted.kind).toBe('answered');
    expect(overwritten).toEqual(wanted);
  });
}
