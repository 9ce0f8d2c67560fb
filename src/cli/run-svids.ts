// The trust bundles that the configuration names, read at the start and again on demand: trust domains change their keys by the day.
import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { createSvidVerifier, type SvidVerifier } from '../transport/svid.js'

export interface LoadedSvids extends SvidVerifier {
  /** reads the bundles again; those in force are kept, and that is logged, where one cannot be read */
  reload(): void
}

/** Null where no trust domain is named. Throws `CONFIG_INVALID` for a bundle that cannot be read. */
export function loadSvids(
  { spiffe }: Pick<Settings, 'spiffe'>,
  log: Pick<Logger, 'error'>,
): LoadedSvids | null {
  if (Object.keys(spiffe.bundles).length === 0) return null
  let inForce = verifierOf(spiffe)
  return {
    verify: (token, atMs, heldMs) => inForce.verify(token, atMs, heldMs),
    cached: (token, atMs, heldMs) => inForce.cached(token, atMs, heldMs),
    reload() {
      try {
        inForce = verifierOf(spiffe)
      } catch (error) {
        log.error(`${String(error)}; the trust bundles in force are kept`)
      }
    },
  }
}

function verifierOf({ bundles, audience }: Settings['spiffe']): SvidVerifier {
  const read = Object.entries(bundles).map(([domain, file]) => [domain, readBundle(domain, file)])
  return createSvidVerifier({ bundles: Object.fromEntries(read) as never, audience })
}

function readBundle(domain: string, file: string): { readonly keys: readonly unknown[] } {
  try {
    const bundle = JSON.parse(readFileSync(file, 'utf8')) as { keys?: unknown }
    if (!Array.isArray(bundle.keys)) throw new Error('it has no list of keys')
    return bundle as { keys: unknown[] }
  } catch (error) {
    throw new Problem(
      'CONFIG_INVALID',
      file,
      `the SPIFFE bundle of ${domain} cannot be read: ${(error as Error).message}`,
    )
  }
}
