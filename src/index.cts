// The types of index.ts for TypeScript that is compiled to `require`: it may take types from an ES module, but no values.
import type * as all from './index.ts' with { 'resolution-mode': 'import' }
export type * from './index.ts' with { 'resolution-mode': 'import' }

export declare const createEmulator: typeof all.createEmulator
export declare const ClockError: typeof all.ClockError
export type ClockError = all.ClockError
export declare const ControlError: typeof all.ControlError
export type ControlError = all.ControlError
export declare const NoScenario: typeof all.NoScenario
export type NoScenario = all.NoScenario
export declare const ScenarioError: typeof all.ScenarioError
export type ScenarioError = all.ScenarioError
export declare const VerificationError: typeof all.VerificationError
export type VerificationError = all.VerificationError
