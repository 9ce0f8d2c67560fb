// Times and texts as a person reads them; what strangers wrote cannot turn or hide what stands beside it.

/** Control characters, and those that turn the direction of writing, are shown as what they are: something strange. */
export function plain(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    '�',
  )
}

/** In UTC, as all of Ambit's output; the day where it is another one than now's. */
export function stamp(timeMs: number | null, nowMs: number): string {
  if (timeMs === null || !Number.isFinite(timeMs)) return 'unknown'
  const text = new Date(timeMs).toISOString()
  const isToday = text.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10)
  return isToday ? text.slice(11, 19) : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/** `3 min 20 s left`, `over`. */
export function left(untilMs: number, nowMs: number): string {
  const s = Math.floor((untilMs - nowMs) / 1000)
  if (s < 0) return 'over'
  if (s < 60) return `${s} s left`
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s left`
  return s < 86_400
    ? `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min left`
    : `${Math.floor(s / 86_400)} d left`
}

export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}
