import { RowMemory } from './rowMemory.ts';

/** The rows of all connections of this page. */
export const pageRows = new RowMemory();
