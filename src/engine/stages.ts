// What an engine runs on, and the stages that judge made from it.
import type { Catalogue } from '../correlate/catalogue.js'
import type { Purposes } from '../correlate/catalogue-purposes.js'
import { createScopes } from '../correlate/catalogue-scopes.js'
import { createCorrelate, type Correlate } from '../correlate/correlate.js'
import { createDetect, type Detect } from '../detect/detect.js'
import { CAPABILITIES, CAPABILITY_INDEX, type Capability } from '../model/capability.js'
import { tierAt, type Ended } from '../model/context.js'
import type { Settings } from '../model/settings.js'
import { reaches } from '../respond/blast.js'
import type { ConfirmationOptions } from '../respond/confirmation/confirmation.js'
import type { RulesAtWork } from '../sigma/at-work.js'

/** The rules an engine runs on. */
export interface Knowledge {
  readonly catalogue: Catalogue
  readonly purposes: Purposes
  /** the rules of the rule files; left out where there are none */
  readonly rules?: RulesAtWork
}

export type JudgeSettings = Pick<
  Settings,
  | 'latenessMs'
  | 'skewMs'
  | 'graceMs'
  | 'propagationMs'
  | 'suspensionMs'
  | 'silenceMs'
  | 'clockSkewMs'
  | 'accumulationMs'
  | 'baseline'
  | 'limits'
  | 'mode'
  | 'approval'
  | 'confirmation'
  | 'protected'
  | 'irreversible'
  | 'budget'
  | 'delegation'
> & { readonly decisions: 'all' | 'notable' | 'none' }

/** The stages that judge, as the settings and the rules want them. */
export function judgingStages(
  settings: JudgeSettings,
  knowledge: Knowledge,
): { readonly correlate: Correlate; readonly detect: Detect } {
  const { purposes } = knowledge
  const correlate = createCorrelate({
    identitiesMax: settings.limits.identities,
    latenessMs: settings.latenessMs,
    skewMs: settings.skewMs,
    coverage: (purpose) => (purpose === '' ? null : purposes.coverage(purpose)),
    ownCoverage: purposes.own,
    graceMs: settings.graceMs,
    provenanceMax: settings.limits.provenance,
    suspensionMs: settings.suspensionMs,
    silenceMs: settings.silenceMs,
    clockSkewMs: settings.clockSkewMs,
    accumulationMs: settings.accumulationMs,
    baseline: settings.baseline,
  })
  const detect = createDetect({
    graceMs: settings.graceMs,
    propagationMs: settings.propagationMs,
    latenessMs: settings.latenessMs,
    delegation: settings.delegation,
    skewMs: settings.skewMs,
    accumulationMs: settings.accumulationMs,
    abilitiesOf: createScopes(knowledge.catalogue).abilitiesOf,
    indexOf: ({ capability }) => CAPABILITY_INDEX[capability],
    reaches: (context, use) =>
      reaches(context, use, tierAt(context, use.timeMs), settings.approval.threshold),
    covers: (coverage, capability, domain) =>
      purposes.covers(coverage, { capability: CAPABILITIES[capability] as Capability, domain }),
  })
  return { correlate, detect }
}

/** How long, and by which of two clocks, it is waited for what becomes of commands and of questions. */
export function following(
  { confirmation, propagationMs, latenessMs }: JudgeSettings,
  clock: 'stream' | 'log',
  clocks: Pick<ConfirmationOptions, 'streamMs' | 'logMs'>,
): ConfirmationOptions {
  return { confirmation, propagationMs, latenessMs, clock, ...clocks }
}

/** What commands end goes into the contexts; `stale` is told of those that are to be judged anew for it. */
export function endings(correlate: Correlate, stale: (identity: string) => void) {
  return {
    ended(identity: string, ended: Ended, byIssuer: boolean): void {
      const context = correlate.contexts.all.get(identity)
      if (context === undefined) return
      correlate.endings.end(context, ended, byIssuer)
      stale(identity)
    },
    revived(identity: string, commandId: string): void {
      const context = correlate.contexts.all.get(identity)
      if (context !== undefined && correlate.endings.revive(context, commandId)) stale(identity)
    },
  }
}

/** What the last stage takes of the settings as it is. */
export function responding({
  mode,
  approval,
  skewMs,
  protected: guarded,
  irreversible,
  budget,
  decisions,
}: JudgeSettings) {
  return { mode, approval, skewMs, protected: guarded, irreversible, budget, decisions }
}
