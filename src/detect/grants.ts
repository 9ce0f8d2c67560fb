// What a person allowed is no cause: which grant covers one, and which use spends a grant that is good for one.
import type { Context, Grant, Use } from '../model/context.js'
import { ruleOf, versionOf, type Cause } from '../model/finding.js'

/** The grant that covers a cause, null where none does. One that is good for a single use is spent by it. */
export function covering(context: Context, cause: Cause): Grant | null {
  if (context.grants === null) return null
  for (const grant of context.grants) {
    if (!isOf(grant, cause) || cause.timeMs > grant.untilMs) continue
    if (cause.timeMs <= grant.fromMs || !grant.once) return grant
    const use = nameOf(cause)
    if (grant.usedBy === '') {
      grant.usedBy = use
      grant.usedMs = cause.timeMs
    }
    if (grant.usedBy === use) return grant
  }
  return null
}

/** Takes out of `found`, which are in the order of their times, what is covered. */
export function takeCovered(context: Context, found: Cause[], allowed: Grant[] | null): void {
  let kept = 0
  for (const cause of found) {
    const grant = covering(context, cause)
    if (grant === null) found[kept++] = cause
    else if (allowed !== null && !allowed.includes(grant)) allowed.push(grant)
  }
  found.length = kept
}

/** Whether a use comes before the one that spent a grant: it spends it then, and the other has to be judged anew. */
export function comesBefore({ grants }: Context, use: Use): boolean {
  for (const grant of grants ?? [])
    if (
      grant.once &&
      grant.usedBy !== '' &&
      use.timeMs > grant.fromMs &&
      use.timeMs < grant.usedMs &&
      grant.action === use.action &&
      grant.resourceId === use.resourceId &&
      grant.args === use.args
    )
      return true
  return false
}

/** Before all uses at hand are judged anew: who spent what is found out again. A use that is no longer at hand has spent it for good. */
export function unspend({ grants, forgottenMs }: Context): void {
  for (const grant of grants ?? [])
    if (grant.usedMs > forgottenMs) {
      grant.usedBy = ''
      grant.usedMs = 0
    }
}

function isOf(grant: Grant, cause: Cause): boolean {
  return (
    grant.action === cause.action &&
    grant.resourceId === cause.resourceId &&
    grant.args === (cause.args ?? '') &&
    grant.taskId === cause.taskId &&
    grant.rule === ruleOf(cause) &&
    grant.version === versionOf(cause)
  )
}

function nameOf({ topic, eventId }: Cause): string {
  return `${topic}:${eventId}`
}
