// Times models in onnxruntime-web, WASM, one thread, in Node: node training/validation/measureLatency.mjs PLAN
// PLAN is JSON: {batches, rounds, models: [{file, inputs: {name: {datatype, shape, data}}, expected: [numbers]}]}.
// Prints JSON: for each model the milliseconds of processor time of a run at each batch size, and how far its answers lie from the expected.
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';

ort.env.wasm.numThreads = 1;

const elementTypes = { INT32: ['int32', Int32Array], FP32: ['float32', Float32Array] };
const roundMs = 20;

/** The given rows over and over, as many as the batch has. */
function makeFeeds(inputs, batch) {
  const feeds = {};
  for (const [name, { datatype, shape, data }] of Object.entries(inputs)) {
    const [type, ArrayType] = elementTypes[datatype];
    const rowLength = data.length / shape[0];
    const values = new ArrayType(batch * rowLength);
    for (let row = 0; row < batch; row += 1) {
      const start = (row % shape[0]) * rowLength;
      values.set(data.slice(start, start + rowLength), row * rowLength);
    }
    feeds[name] = new ort.Tensor(type, values, [batch, ...shape.slice(1)]);
  }
  return feeds;
}

async function open({ file, inputs, expected }) {
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(file)), {
    executionProviders: ['wasm'],
  });
  const [outputName] = session.outputNames;
  const rows = Object.values(inputs)[0].shape[0];
  const { [outputName]: came } = await session.run(makeFeeds(inputs, rows));
  const differences = expected.map((value, index) => Math.abs(value - came.data[index]));
  return { session, inputs, difference: Math.max(...differences) };
}

/** Mean processor time of the runs that fit into one round: what else the machine does is not counted. */
async function timeRound(session, feeds) {
  const start = process.cpuUsage();
  let runs = 0;
  let usedMs = 0;
  while (usedMs < roundMs) {
    await session.run(feeds);
    runs += 1;
    const { user, system } = process.cpuUsage(start);
    usedMs = (user + system) / 1000;
  }
  return usedMs / runs;
}

const { batches, rounds, models } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const opened = [];
for (const model of models) opened.push(await open(model));
const best = opened.map(() => batches.map(() => Infinity));
// In turn, so that a crowded cache meets all alike; the best round is the least disturbed.
for (let round = 0; round < rounds; round += 1) {
  for (const [index, { session, inputs }] of opened.entries()) {
    for (const [place, batch] of batches.entries()) {
      const ms = await timeRound(session, makeFeeds(inputs, batch));
      best[index][place] = Math.min(best[index][place], ms);
    }
  }
}
const answers = opened.map(({ difference }, index) => ({ ms: best[index], difference }));
process.stdout.write(JSON.stringify({ node: process.version, models: answers }));
