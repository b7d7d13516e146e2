import { serveInference } from '../src/platform/inference/serveInference.ts';

serveInference(self);
