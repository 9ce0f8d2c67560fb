// What an engine runs on, and the stages that judge made from it.
import type { Catalogue } from '../correlate/catalogue.js'
import type { Purposes } from '../correlate/catalogue-purposes.js'
import { createScopes } from '../correlate/catalogue-scopes.js'
import { createCorrelate, type Correlate } from '../correlate/correlate.js'
import { createDetect, type Detect } from '../detect/detect.js'
import { CAPABILITIES, CAPABILITY_INDEX, type Capability } from '../model/capability.js'
import { tierAt } from '../model/context.js'
import type { Settings } from '../model/settings.js'
import { reaches } from '../respond/blast.js'
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
  | 'accumulationMs'
  | 'limits'
  | 'mode'
  | 'approval'
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
    coverage: (purpose) => (purpose === '' ? null : purposes.coverage(purpose)),
    ownCoverage: purposes.own,
    graceMs: settings.graceMs,
    provenanceMax: settings.limits.provenance,
    suspensionMs: settings.suspensionMs,
    silenceMs: settings.silenceMs,
    accumulationMs: settings.accumulationMs,
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
