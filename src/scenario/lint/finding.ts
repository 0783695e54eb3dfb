/** Something that reads well and can never happen, or not as its author will expect. */
export interface Finding {
  /** `file:line`. */
  where: string
  /** A note does not make `lint` fail. */
  level: 'warning' | 'note'
  message: string
}
