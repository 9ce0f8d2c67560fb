// The stage that finds whose an event is, as the settings and the rules want it.
import { createBind, type Bind } from '../bind/bind.js'
import type { Graph } from '../bind/graph.js'
import { createArgumentsDigest } from '../correlate/arguments.js'
import { wordsOf } from '../correlate/catalogue-names.js'
import { createExtract } from '../correlate/provenance/extract.js'
import { createKeyed } from '../correlate/provenance/text/keyed.js'
import type { Settings } from '../model/settings.js'
import { expiryMsOf } from '../model/time.js'
import type { Knowledge } from './stages.js'

export type IdentifySettings = Pick<
  Settings,
  'latenessMs' | 'skewMs' | 'clockSkewMs' | 'limits' | 'proxies' | 'provenance'
>

export interface Identify extends Bind {
  /** values that rules read and that were cut at a limit before they crossed the hop */
  valuesCut(): number
}

/** Topology A, one per task: admitted events in, joined events out. The graph is shared by all tasks of a process. */
export function createIdentify(
  settings: IdentifySettings,
  knowledge: Knowledge,
  graph: Graph,
): Identify {
  const { catalogue } = knowledge
  const carrier =
    knowledge.rules?.createCarrier(createKeyed(settings.provenance?.key ?? null).form) ?? null
  const bind = createBind({
    graph,
    latenessMs: settings.latenessMs,
    skewMs: settings.skewMs,
    clockSkewMs: settings.clockSkewMs,
    waitingMax: settings.limits.waiting,
    isProxy: proxyCheck(settings.proxies),
    classify: catalogue.classify,
    resource: catalogue.resource,
    mentions:
      settings.provenance === null
        ? null
        : createExtract(createKeyed(settings.provenance.key), wordsOf),
    carry: carrier?.carry ?? null,
    argumentsDigest: createArgumentsDigest(settings.provenance?.key ?? null),
    expiryMsOf,
  })
  return Object.assign(bind, { valuesCut: () => carrier?.cut ?? 0 })
}

/** A declared proxy is named whole, or as `spiffe://trust-domain/path/*`. */
function proxyCheck(proxies: readonly string[]): (workloadId: string) => boolean {
  const whole = new Set(proxies.filter((proxy) => !proxy.endsWith('*')))
  const prefixes = proxies.filter((proxy) => proxy.endsWith('*')).map((proxy) => proxy.slice(0, -1))
  if (proxies.length === 0) return () => false
  return (id) => whole.has(id) || prefixes.some((prefix) => id.startsWith(prefix))
}
