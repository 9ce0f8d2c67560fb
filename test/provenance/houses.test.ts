// Whose a value is: an address of a shared host belongs to its own tenant, and a page to whoever made that page.
import { expect, test } from '@jest/globals'
import { readable, valuesIn } from '../../src/correlate/provenance/text/values.js'

const only = (text: string) => {
  const found = valuesIn(readable(text))
  expect(found).toHaveLength(1)
  return found[0]!
}
/** Whether who names the one names the other with it. */
const names = (named: string, other: string): boolean => {
  const given = only(named)
  return [only(other).exact, ...only(other).near].some(
    (form) => form === given.exact || given.near.includes(form),
  )
}

test.each([
  ['billing@contoso.onmicrosoft.com', 'billing@evil.onmicrosoft.com'],
  ['help@acme.zendesk.com', 'help@acme-refunds.zendesk.com'],
  ['team@shop.github.io', 'team@sh0p.github.io'],
  ['rita@gmail.com', 'r1ta@gmail.com'],
])('two tenants of one host are two houses: %s is not of that of %s', (one, other) => {
  expect([only(one).house === only(other).house && only(one).house !== '']).toEqual([false])
})

test('two addresses of one firm are of one house', () => {
  expect(only('a.holm@fjord.test').house).toBe(only('billing@fjord.test').house)
})

test.each([
  ['https://docs.google.com/document/d/1AbCdEf', 'https://docs.google.com/document/d/9ZyXwVu'],
  ['https://drive.google.com/drive/folders/1Ab', 'https://drive.google.com/drive/folders/9Zy'],
  ['https://discord.com/api/webhooks/11/aa', 'https://discord.com/api/webhooks/22/bb'],
  ['https://hooks.slack.com/services/T1/B1/x', 'https://hooks.slack.com/services/T9/B9/y'],
  ['https://paypal.me/rita', 'https://paypal.me/r1ta'],
  ['https://linkedin.com/in/rita-holm', 'https://linkedin.com/in/rlta-holm'],
  ['https://webhook.site/0a1b', 'https://webhook.site/2c3d'],
  ['https://shop.github.io/a', 'https://sh0p.github.io/a'],
])('who names a page of a shared host names no other page of it: %s, %s', (one, other) => {
  expect(names(one, other)).toBe(false)
})

test.each([
  ['https://github.com/harbor/ledger', 'https://github.com/harbor/ledger/issues/7'],
  ['https://github.com/docs/a', 'https://raw.githubusercontent.com/docs/a/main/x.md'],
  ['https://medium.com/@rita/post-1', 'https://medium.com/@rita/post-1/comments'],
  [
    'https://contoso.sharepoint.com/hr/forms-2027',
    'https://contoso.sharepoint.com/hr/forms-2027/a.docx',
  ],
  ['https://fjord.test/a', 'https://fjord.test/b'],
])('who names a repository or a place of somebody names what is in it: %s, %s', (one, other) => {
  expect(names(one, other)).toBe(true)
})
