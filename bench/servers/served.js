// What every server process of the bench does beside serving: says where it listens, and what it has used when asked.

/** Tells the parent the port, then answers each message with the CPU time used so far, in microseconds. */
export function served(port, extra = {}) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send(user + system)
  })
  process.send({ port, ...extra })
}

/** What the parent wants served: `[{ method, path, status, headers, body }]`, its first message. */
export function toServe() {
  return new Promise((resolve) => process.once('message', resolve))
}
