// The latest events of an identity that fit rules by themselves: what tells whether a cause still stands when one is taken back.
import type { Context, Fit } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'

/** Fits kept of one identity; the oldest goes first. */
export const FITS_MAX = 32

export function addFit(context: Context, joined: Joined, keys: readonly string[]): void {
  const { eventId, timeMs, origin } = joined
  const fit: Fit = { eventId, topic: origin.topic, timeMs, keys }
  if (context.fits === null) {
    context.fits = { kept: [fit], forgottenMs: -1 }
    return
  }
  const { fits } = context
  if (fits.kept.length >= FITS_MAX) {
    const [gone] = fits.kept.splice(0, 1) as [Fit]
    if (gone.timeMs > fits.forgottenMs) fits.forgottenMs = gone.timeMs
  }
  fits.kept.push(fit)
}

/** The event is another identity's: the keys of the causes that rest on nothing any more. */
export function takeFit(context: Context, joined: Joined): readonly string[] {
  const { fits } = context
  if (fits === null) return NO_KEYS
  const { kept, forgottenMs } = fits
  const at = kept.findIndex(
    ({ eventId, topic }) => eventId === joined.eventId && topic === joined.origin.topic,
  )
  if (at < 0) return NO_KEYS
  const [gone] = kept.splice(at, 1) as [Fit]
  return gone.keys.filter((key) => {
    if (kept.some(({ keys }) => keys.includes(key))) return false
    const open = context.causes?.get(key)
    return open !== undefined && open.cause.timeMs > forgottenMs
  })
}

const NO_KEYS: readonly string[] = Object.freeze([])
