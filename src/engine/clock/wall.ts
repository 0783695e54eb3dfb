/** Milliseconds of a clock that only ever goes forward, for what the virtual clocks cannot tell: how fast a client really was. */
export function wall(): number {
  return performance.now()
}

/** Milliseconds since 1970, at a moment of that clock, for a client that looks at its own. */
export function calendar(moment: number): number {
  return Date.now() - wall() + moment
}
