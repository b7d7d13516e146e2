import { serveNaive } from '../src/platform/inference/serveNaive.ts';

serveNaive(self);
