// The identities that are judged in this process, to be listed and looked at.
import {
  identityRecord,
  identitySummary,
  type IdentityOptions,
  type IdentityRecord,
  type IdentitySummary,
} from '../feed/identity.js'
import type { Context } from '../model/context.js'
import type { StepOf } from '../model/life-credential.js'

/** What a judging task shows of the identities that it judges. */
export interface Judged {
  /** where its stream's time stands */
  readonly streamMs: number
  all(): Iterable<Context>
  contextOf(identity: string): Context | null
  readonly stepOf: StepOf
}

export interface Directory {
  /** the latest seen first; `after`: of the last one of the page before */
  list(
    after: readonly [lastMs: number, id: string] | null,
    limit: number,
  ): readonly IdentitySummary[]
  /** null: nothing is known of it; `elsewhere`: another process judges it */
  one(identity: string): IdentityRecord | 'elsewhere' | null
}

export interface DirectoryParts {
  readonly judges: () => Iterable<Judged>
  readonly judgeOf: (identity: string) => Judged | undefined
  readonly options: Omit<IdentityOptions, 'stepOf'>
}

interface Place {
  readonly context: Context
  readonly judge: Judged
}

export function createDirectory({ judges, judgeOf, options }: DirectoryParts): Directory {
  /** Before the one of that time and name, in the order of the list. */
  function isAfter({ lastMs, id }: Context, [ms, name]: readonly [number, string]): boolean {
    const at = Number.isFinite(lastMs) ? lastMs : 0
    return at < ms || (at === ms && id > name)
  }

  return {
    list(after, limit) {
      // One pass over all of them, of which as many are kept as are shown: nothing is sorted whole.
      const kept: Place[] = []
      for (const judge of judges())
        for (const context of judge.all()) {
          if (after !== null && !isAfter(context, after)) continue
          const last = kept[kept.length - 1]
          if (kept.length >= limit && last !== undefined && !comesFirst(context, last.context))
            continue
          let at = kept.length
          while (at > 0 && comesFirst(context, (kept[at - 1] as Place).context)) at--
          kept.splice(at, 0, { context, judge })
          if (kept.length > limit) kept.pop()
        }
      return kept.map(({ context, judge }) =>
        identitySummary(context, judge.streamMs, { ...options, stepOf: judge.stepOf }),
      )
    },
    one(identity) {
      const judge = judgeOf(identity)
      if (judge === undefined) return 'elsewhere'
      const context = judge.contextOf(identity)
      if (context === null) return null
      return identityRecord(context, judge.streamMs, { ...options, stepOf: judge.stepOf })
    },
  }
}

function comesFirst(a: Context, b: Context): boolean {
  return a.lastMs > b.lastMs || (a.lastMs === b.lastMs && a.id < b.id)
}
