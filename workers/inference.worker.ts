import { loadModel } from '../src/platform/inference/loadModel.ts';
import { serveInference } from '../src/platform/inference/serveInference.ts';

serveInference(self, loadModel);
