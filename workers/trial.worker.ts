import { serveTrial } from '../src/platform/trial/serveTrial.ts';

serveTrial(self);
