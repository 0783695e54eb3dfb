/** Milliseconds of a clock that only ever goes forward, for what the virtual clocks cannot tell: how fast a client really was. */
export function wall(): number {
  return performance.now()
}
