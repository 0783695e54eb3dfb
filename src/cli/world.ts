/** What a command may touch of the world outside; `process` is one. */
export interface World {
  readonly stdin?: { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  cwd(): string
  on(event: string, listener: (value: unknown) => void): unknown
  off(event: string, listener: (value: unknown) => void): unknown
  /** Ends the process at once. */
  exit(code: number): void
}

export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
  on?(event: 'error', listener: (error: Error) => void): unknown
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What a command is given besides its flags. */
export interface Surroundings {
  env: Environment
  out: World
}
