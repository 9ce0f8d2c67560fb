// A test of one field as a function over the event at hand: the one text that most fields have first, several values after it.
import type { Slots } from '../fields/look.js'
import { fold } from '../plain/fold.js'
import { addressOf } from '../plain/plain-network.js'
import { numberOf, timePartOf } from '../plain/plain-number.js'
import { compares, passes } from '../plain/plain.js'
import type { FieldValue, Network, Scalar, Test } from '../rule.js'
import { formOf, type Form } from './pattern.js'
import { createRegex } from './regex.js'

export type Holds = () => boolean

export function leafOver(slots: Slots, slot: number, test: Test): Holds {
  switch (test.is) {
    case 'exists':
      return () => (slots.at(slot) !== undefined) === test.wanted
    case 'null':
      return () => {
        const value = slots.at(slot)
        return value === undefined || hasNull(value)
      }
    case 'text':
      return textOver(slots, slot, test.cased, formTest(formOf(test.pieces, test.cased)))
    case 'compare':
      return scalarOver(slots, slot, (value) => compares(test.by, numberOf(value), test.value))
    case 'time':
      return scalarOver(slots, slot, (value) =>
        compares(test.by, timePartOf(test.part, value), test.value),
      )
    case 'regex': {
      const regex = createRegex(test.source, test.flags)
      return textOver(slots, slot, true, (text) => regex.found(text))
    }
    case 'network': {
      const within = networkTest(test.network)
      return scalarOver(slots, slot, (value) => typeof value === 'string' && within(value))
    }
    case 'reference':
      return () => {
        const value = slots.at(slot)
        return value !== undefined && passes(test, value, slots)
      }
  }
}

/** `fits` takes the text as it is to be compared: folded where it has no regard to case. */
export function textOver(
  slots: Slots,
  slot: number,
  cased: boolean,
  fits: (text: string) => boolean,
): Holds {
  return () => {
    const value = slots.at(slot)
    if (typeof value === 'string') return fits(cased ? value : (slots.folded(slot) as string))
    if (value === undefined || value === null) return false
    const text = typeof value === 'object' ? slots.spelled(slot) : value
    if (typeof text === 'string') return fits(cased ? text : (slots.folded(slot) as string))
    return someScalar(text, (one) => fits(cased ? String(one) : fold(String(one))))
  }
}

function scalarOver(slots: Slots, slot: number, fits: (value: Scalar) => boolean): Holds {
  return () => {
    const value = slots.at(slot)
    if (value === undefined || value === null) return false
    return typeof value === 'object' ? someScalar(value, fits) : fits(value as Scalar)
  }
}

function hasNull(value: FieldValue): boolean {
  return value === null || (Array.isArray(value) && (value as readonly FieldValue[]).some(hasNull))
}

/** Whether one of the values passes; null and objects are none of them. */
export function someScalar(value: FieldValue, fits: (value: Scalar) => boolean): boolean {
  if (value === undefined || value === null) return false
  if (typeof value !== 'object') return fits(value as Scalar)
  if (!Array.isArray(value)) return false
  for (const one of value as readonly FieldValue[]) if (someScalar(one, fits)) return true
  return false
}

function formTest(form: Form): (text: string) => boolean {
  switch (form.at) {
    case 'anything':
      return () => true
    case 'pattern':
      return form.fits
    case 'whole':
      return (text) => text === form.text
    case 'start':
      return (text) => text.startsWith(form.text)
    case 'end':
      return (text) => text.endsWith(form.text)
    case 'within':
      return (text) => text.includes(form.text)
  }
}

/** By whole bytes, and one that counts in part. */
function networkTest({ bytes, bits }: Network): (text: string) => boolean {
  const whole = bits >> 3
  const rest = bits & 7
  const mask = (0xff00 >> rest) & 0xff
  return (text) => {
    const address = addressOf(text)
    if (address === null) return false
    let from = 0
    if (address.length !== bytes.length) {
      if (bytes.length !== 4 || !mapped(address)) return false
      from = 12
    }
    for (let i = 0; i < whole; i++) if (address[from + i] !== bytes[i]) return false
    return (
      rest === 0 || (((address[from + whole] as number) ^ (bytes[whole] as number)) & mask) === 0
    )
  }
}

function mapped(address: readonly number[]): boolean {
  for (let i = 0; i < 10; i++) if (address[i] !== 0) return false
  return address[10] === 255 && address[11] === 255
}
