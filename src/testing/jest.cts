// The types of jest.ts for TypeScript that is compiled to `require`, as in index.cts.
import type * as all from './jest.ts' with { 'resolution-mode': 'import' }
export type * from './jest.ts' with { 'resolution-mode': 'import' }

export declare const createWithEmulator: typeof all.createWithEmulator
export declare const matchers: typeof all.matchers
export declare const withEmulator: typeof all.withEmulator
