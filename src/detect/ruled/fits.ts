// The latest events of an identity that fit rules by themselves, or may: what tells whether a cause still stands when something is taken back.
import type { Context, Fit } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'

/** Fits kept of one identity; the oldest goes first. */
export const FITS_MAX = 32

/** `fits` and `again` are for rules that read the context: which it fits now, and whether they may look again. */
export function addFit(
  context: Context,
  joined: Joined,
  keys: Readonly<Record<string, string>>,
  fits: readonly string[],
  again: boolean,
): void {
  const { eventId, timeMs, origin } = joined
  const kept = again ? { ...joined, mentions: null, admitted: null } : null
  const fit: Fit = { eventId, topic: origin.topic, timeMs, keys, fits, joined: kept }
  if (context.fits === null) {
    context.fits = { kept: [fit], forgottenMs: -1, latestMs: timeMs }
    return
  }
  const all = context.fits
  if (all.kept.length >= FITS_MAX) {
    const [gone] = all.kept.splice(0, 1) as [Fit]
    if (gone.timeMs > all.forgottenMs) all.forgottenMs = gone.timeMs
  }
  all.kept.push(fit)
  if (timeMs > all.latestMs) all.latestMs = timeMs
}

/** The event is another identity's: the keys of the causes that rest on nothing any more. */
export function takeFit(context: Context, joined: Joined): readonly string[] {
  if (context.fits === null) return NO_KEYS
  const { kept } = context.fits
  const at = kept.findIndex(
    ({ eventId, topic }) => eventId === joined.eventId && topic === joined.origin.topic,
  )
  if (at < 0) return NO_KEYS
  const [gone] = kept.splice(at, 1) as [Fit]
  return Object.values(gone.keys).filter((key) => restsOnNothing(context, key))
}

/** Whether none of the events at hand gives a cause its ground, nor one that is kept no more. */
export function restsOnNothing(context: Context, key: string): boolean {
  const { fits, causes } = context
  if (fits === null) return false
  for (const { keys } of fits.kept)
    for (const one of Object.values(keys)) if (one === key) return false
  const open = causes?.get(key)
  return open !== undefined && open.cause.timeMs > fits.forgottenMs
}

/** The events that rules may look at again because of one that came: all where the past changed, else those that it lies before. */
export function toLookAt(context: Context, joined: Joined, past: boolean): readonly Fit[] {
  const { fits } = context
  // Most events come after all that is kept, and nothing of it is touched for them.
  if (fits === null || !(past || fits.latestMs >= joined.timeMs)) return NO_FITS
  let found: Fit[] | null = null
  for (const fit of fits.kept) {
    if (fit.joined === null || !(past || fit.timeMs >= joined.timeMs)) continue
    if (fit.eventId === joined.eventId && fit.topic === joined.origin.topic) continue
    ;(found ??= []).push(fit)
  }
  return found ?? NO_FITS
}

const NO_KEYS: readonly string[] = Object.freeze([])
const NO_FITS: readonly Fit[] = Object.freeze([])
