import { isIP } from 'node:net'
import { ControlError } from '../engine/control_error.ts'

/** Whether a name or an address can only mean this machine. */
export function isLocal(name: string): boolean {
  return /^(([\w-]+\.)*localhost\.?|(::ffff:)?127(\.\d+){3}|::1)$/i.test(name)
}

/** A host without its port, and without the brackets of an IPv6 address. */
export function hostName(host: string): string {
  return host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
}

/** Whether a request may be for a host, as its header `Host` has it; the last one that was is remembered. */
export function hostCheck(allowed: ReadonlySet<string> | undefined, listensOn: string): (host: string) => boolean {
  const names = new Set([...(allowed ?? []), listensOn].map((name) => name.toLowerCase()))
  const isOpen = !isLocal(listensOn)
  let last: string | undefined
  return (host) => {
    if (host === last) return true
    const name = hostName(host).toLowerCase()
    // An address cannot be rebound: there is no name to point elsewhere.
    if (!isLocal(name) && !names.has(name) && !names.has('*') && !(isOpen && isIP(name))) return false
    last = host
    return true
  }
}

/** Where others can reach it, whoever starts it must say by which names they may (decisions 25). @throws ControlError */
export function mustNameHosts(allowed: ReadonlySet<string> | undefined, listensOn: string): void {
  if (isLocal(listensOn) || (allowed && allowed.size > 0)) return
  throw new ControlError(
    'no_allowed_hosts',
    `On ${listensOn} others can reach the emulator, and so can any web page that makes a name of its own point there. ` +
      "Say by which names it may be called: --allowed-hosts NAME, or createEmulator({ allowedHosts: ['NAME'] }); * is any.",
  )
}
