// What HTTP asks of a process at work, answered by the flow and the rules that are in force when it asks.
import { createAuthorize, type Authorize } from '../authorize/authorize.js'
import type { Directory } from '../authorize/directory.js'
import { createDigest } from '../correlate/arguments.js'
import type { Flow } from '../flow.js'
import type { Settings } from '../model/settings.js'
import type { Working } from './run-rules.js'

/** What keeps it from being ready; null: nothing. */
export function missing({ flow, switching }: Working): string | null {
  if (switching) return 'other rules take over'
  return flow.ready() ? null : 'partitions are being assigned and their state restored'
}

export function askedNow(working: Working): Flow['asked'] {
  return {
    open: () => working.flow.asked.open(),
    bundled: (...of) => working.flow.asked.bundled(...of),
    find: (...of) => working.flow.asked.find(...of),
    alike: (...of) => working.flow.asked.alike(...of),
    objection: (...of) => working.flow.asked.objection(...of),
  }
}

export function commandedNow(working: Working): Flow['commanded'] {
  return {
    states: working.flow.commanded.states,
    lifeOf: (...of) => working.flow.commanded.lifeOf(...of),
    inState: (...of) => working.flow.commanded.inState(...of),
    overOf: (...of) => working.flow.commanded.overOf(...of),
  }
}

export function directoryNow(working: Working): Directory {
  return {
    list: (...of) => working.flow.directory.list(...of),
    one: (...of) => working.flow.directory.one(...of),
  }
}

export function authorizeNow(settings: Settings, working: Working): Authorize {
  let of: Flow | null = null
  let authorize: Authorize
  return (request, nowMs) => {
    if (of !== working.flow) {
      of = working.flow
      authorize = authorizeOf(settings, working)
    }
    return authorize(request, nowMs)
  }
}

function authorizeOf(settings: Settings, { flow, inForce }: Working): Authorize {
  const { knowledge, policies, version } = inForce
  return createAuthorize({
    live: flow.live,
    policies,
    policyVersion: version.digest,
    catalogue: knowledge.catalogue,
    purposes: knowledge.purposes,
    failOpen: new Set(settings.failOpen),
    digest: createDigest(settings.provenance?.key ?? null),
    threshold: settings.approval.threshold,
    shadow: settings.mode === 'shadow',
  })
}
