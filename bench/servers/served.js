// What every server process of the bench does beside serving: says where it listens, and what it has used when asked.

const figures = {
  /** CPU time used so far, in microseconds. */
  cpu() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  /** Bytes in use after two collections; needs --expose-gc. */
  memory() {
    gc()
    gc()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  },
}

/** Tells the parent the port, then answers each message, the name of a figure, with the figure. */
export function served(port, extra = {}) {
  process.on('message', (name) => process.send(figures[name]()))
  process.once('disconnect', () => process.exit())
  process.send({ port, ...extra })
}

/** What the parent wants served: `[{ method, path, status, headers, body }]`, its first message. */
export function toServe() {
  return new Promise((resolve) => process.once('message', resolve))
}
