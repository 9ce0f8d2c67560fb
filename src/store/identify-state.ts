// The state of an `identify` task as entries: the watermark, the events that wait, and the ledger of credentials nobody issued.
import type { Bind } from '../bind/bind.js'
import type { Graph } from '../bind/graph.js'
import type { CredentialNode } from '../bind/graph-node.js'
import type { WaitingEntry } from '../bind/waiting.js'
import type { Admitted } from '../model/event.js'
import type { StateEntries } from './changelog.js'

/** Where the stream's time stands, and where it and the wall clock stood when the last event came: by these silence is measured. */
export interface StreamTime {
  watermarkMs: number
  eventWatermarkMs: number
  wallMs: number
}

export interface IdentifyState extends StateEntries {
  readonly time: StreamTime
}

const TIME = 't'

export function createIdentifyState(bind: Bind, graph: Graph): IdentifyState {
  const { waiting } = bind
  const time: StreamTime = { watermarkMs: -Infinity, eventWatermarkMs: -Infinity, wallMs: NaN }
  let written = ''
  waiting.track()
  bind.trackLedger()
  const writeTime = (): string =>
    JSON.stringify([time.watermarkMs, time.eventWatermarkMs, time.wallMs])
  return {
    time,
    *drain() {
      for (const [key, entry] of waiting.drain())
        yield [key, entry === null ? null : writeEntry(entry)] as const
      for (const id of bind.takeLedger()) {
        const node = graph.credentials.get(id)
        yield [`n/${id}`, node === undefined ? null : writeNode(node)] as const
      }
      if (bind.watermarkMs > time.watermarkMs) time.watermarkMs = bind.watermarkMs
      const now = writeTime()
      if (now !== written) yield [TIME, (written = now)] as const
    },
    current(key) {
      if (key === TIME) return written
      if (key.startsWith('n/')) {
        const node = graph.credentials.get(key.slice(2))
        return node === undefined ? null : writeNode(node)
      }
      const entry = waiting.get(key)
      return entry === undefined ? null : writeEntry(entry)
    },
    restore(key, value) {
      if (key === TIME) {
        const [watermarkMs, eventWatermarkMs, wallMs] = JSON.parse(value) as (number | null)[]
        if (watermarkMs != null) bind.restoreWatermark((time.watermarkMs = watermarkMs))
        time.eventWatermarkMs = eventWatermarkMs ?? -Infinity
        time.wallMs = wallMs ?? NaN
        written = value
      } else if (key.startsWith('n/')) readNode(graph.credential(key.slice(2)), value)
      else waiting.restore(JSON.parse(value) as WaitingEntry)
    },
  }
}

function writeEntry(entry: WaitingEntry): string {
  const { appendMs, timeMs, keys, ledger, joinedTo, claimedAgent } = entry
  return JSON.stringify({
    admitted: withoutProof(entry.admitted),
    appendMs,
    timeMs,
    keys,
    ledger,
    joinedTo,
    claimedAgent,
  })
}

/** What a JWT-SVID proved stands in `proven`; the token itself is a secret and is not kept. */
function withoutProof(admitted: Admitted): Admitted {
  const { event } = admitted
  if (event.workload?.svid == null) return admitted
  return { ...admitted, event: { ...event, workload: { ...event.workload, svid: null } } }
}

function writeNode(node: CredentialNode): string {
  return JSON.stringify([node.firstUseMs, node.lastUseMs, node.uses, node.unissuedFor])
}

function readNode(node: CredentialNode, text: string): void {
  const [firstUseMs, lastUseMs, uses, unissuedFor = ''] = JSON.parse(text) as [
    number,
    number,
    number,
    string?,
  ]
  if (!(node.firstUseMs <= firstUseMs)) node.firstUseMs = firstUseMs
  if (!(node.lastUseMs >= lastUseMs)) node.lastUseMs = lastUseMs
  if (uses > node.uses) node.uses = uses
  if (unissuedFor !== '') node.unissuedFor = unissuedFor
}
