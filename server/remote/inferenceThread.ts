import '../fillNodeGaps.ts';
import { parentPort } from 'node:worker_threads';
import { serveInference } from '../../src/platform/inference/serveInference.ts';
import { loadModelFile } from './loadModelFile.ts';

if (parentPort === null) throw new Error('Expected to run in a worker thread.');
const port = parentPort;

serveInference(
  {
    postMessage: (message, transfer = []) => {
      port.postMessage(message, transfer as ArrayBuffer[]);
    },
    addEventListener: (_, listener) => {
      port.on('message', (data: unknown) => {
        listener({ data } as Parameters<typeof listener>[0]);
      });
    },
  },
  loadModelFile,
);
