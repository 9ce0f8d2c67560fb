// Which addresses and host names are this machine's own, and whether a request may carry them.
import { hostname } from 'node:os'
import { isIP } from 'node:net'

/** Whether only this machine can reach a server that listens there (or a broker with this host). */
export function isLoopback(host: string): boolean {
  const bare = unbracketed(host)
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}

/**
 * Judges `Host` headers, against pages that rebind a name of theirs to our address: allowed are loopback names, the
 * configured host and names, and, where we listen on all addresses, any address (which cannot be rebound) and the
 * machine's own name.
 */
export function createHostCheck(
  configured: string,
  names: readonly string[],
): (header: string | undefined) => boolean {
  const allowed = new Set([
    unbracketed(configured).toLowerCase(),
    ...names.map((name) => name.toLowerCase()),
  ])
  const everywhere = configured === '0.0.0.0' || unbracketed(configured) === '::'
  if (everywhere) allowed.add(hostname().toLowerCase())
  return (header) => {
    const host = hostOf(header ?? '')
    if (host === '') return false
    return allowed.has(host) || isLoopback(host) || (everywhere && isIP(host) !== 0)
  }
}

/** `Example.org:80` → `example.org`, `[::1]:80` → `::1`; empty when it is no host with an optional port. */
export function hostOf(header: string): string {
  const parts = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]/@]+))(?::\d{1,5})?$/.exec(header)
  return (parts?.[1] ?? parts?.[2] ?? '').toLowerCase()
}

function unbracketed(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}
