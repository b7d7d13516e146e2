import { serveEngine } from '../src/engine/serveEngine.ts';

serveEngine(self);
