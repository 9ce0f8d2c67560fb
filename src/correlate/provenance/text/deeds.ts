// Verbs: what a sentence asks somebody to do, and what a tool does, as bits of DEEDS. Words of several languages.
import { DEEDS, type Deed } from '../../../model/mentions.js'
import type { Capability } from '../../../model/capability.js'

export const DEED: Readonly<Record<Deed, number>> = Object.fromEntries(
  DEEDS.map((deed, at) => [deed, 1 << at]),
) as Record<Deed, number>

/** Everything but reading. */
export const EFFECTS = DEEDS.reduce((bits, deed) => bits | DEED[deed], 0) & ~DEED.visit

function table(words: Partial<Record<Deed, string>>): Map<string, number> {
  const bits = new Map<string, number>()
  for (const [deed, list] of Object.entries(words))
    for (const word of list.split(' ')) bits.set(word, (bits.get(word) ?? 0) | DEED[deed as Deed])
  return bits
}

/** Verbs wherever they stand. */
const VERBS = table({
  send:
    'send reply respond forward notify tell inform submit announce publish broadcast tweet relay distribute circulate invite rsvp ' +
    'resend thank warn remind greet congratulate compose draft write cc bcc email e-mail dm redirect exfiltrate leak upload transmit disclose ' +
    'sende senden schicke schick schicken antworte antworten leite weiterleiten informiere benachrichtige teile schreibe schreib übermittle ' +
    'envoie envoyez envoyer réponds répondez répondre transmets transmettez informe informez écris écrivez transférez ' +
    'envía envia envíe envie enviar enviad manda mande mandar responde responda responder reenvía reenvíe reenviar avisa avise informe ' +
    'invia inviare inviate manda rispondi rispondere inoltra inoltrare scrivi avvisa spedisci ' +
    'encaminhe encaminhar responda avise mande verstuur stuur sturen beantwoord mail doorsturen отправь отправьте перешли перешлите ответь сообщи напиши',
  pay:
    'pay transfer wire refund reimburse remit donate settle purchase buy repay prepay transact ' +
    'überweise überweisen bezahle bezahlen zahle zahlen begleiche paie payez payer vire virez virer règle réglez rembourse ' +
    'paga pague pagar transfiere transfiera transferir abona abone pagare trasferisci trasferire bonifica pagate transfira transferi betaal betalen overmaken переведи переведите оплати оплатите',
  book:
    'reserve buy purchase rent subscribe enroll enrol checkout reorder buche buchen reserviere reservieren bestelle bestellen kaufe kaufen ' +
    'réserve réservez réserver commande commandez achète achetez acheter reserva reserve reservar compra compre comprar prenota prenotare acquista ordina ' +
    'reserveer boek bestel koop забронируй купи закажи',
  create:
    'create add make schedule draft save store generate append insert compose upload write arrange organise organize prepare enter import ' +
    'erstelle erstellen füge hinzufügen lege anlegen speichere plane planen trage crée créez créer ajoute ajoutez ajouter planifie enregistre ' +
    'crea cree crear añade añada agrega agregue programa programe guarda aggiungi aggiungere creare salva pianifica crie adicione agende salve maak voeg plan создай добавь запланируй',
  change:
    'update change modify edit rename move reschedule adjust fix correct replace merge assign increase decrease raise revise amend extend postpone ' +
    'switch rotate restore reset archive overwrite alter enable disable activate deactivate approve accept resolve ' +
    'ändere ändern aktualisiere verschiebe ersetze passe modifie modifiez changez mettez déplace remplace actualiza actualice cambia cambie modifica modifique mueve ' +
    'aggiorna sposta sostituisci cambiare atualize altere mude wijzig verander verplaats измени обнови перенеси',
  delete:
    'delete remove cancel unsubscribe erase purge wipe uninstall discard trash destroy terminate revoke decline reject ' +
    'lösche löschen entferne entfernen storniere storniert supprime supprimez supprimer annule annulez efface ' +
    'elimina elimine eliminar borra borre borrar cancela cancele quita cancella cancellare elimini rimuovi rimuovere exclua apague remova verwijder annuleer удали удалите отмени',
  share:
    'share invite grant allow authorize authorise permit teile teilen lade einladen freigeben partage partagez invite invitez comparte comparta invita invite ' +
    'condividi condividere invitare compartilhe convide deel uitnodigen поделись пригласи',
  run:
    'run execute install deploy restart launch compile invoke trigger reboot führe ausführen installiere starte exécute exécutez lance lancez installe ' +
    'ejecuta ejecute ejecutar instala instale esegui eseguire installa avvia execute rode instale voer installeer запусти выполни установи',
  visit:
    'visit browse fetch download read check find search get summarise summarize view list show look see navigate retrieve review compare ' +
    'besuche öffne lies suche finde zeige fasse visitez ouvrez lis lisez cherche trouve résume visita abre lee busca encuentra resume apri leggi cerca trova riassumi bezoek lees zoek vind посети открой прочитай найди',
})

/** As often nouns: verbs only where one is expected. */
const SOMETIMES = table({
  send: 'mail message text post answer contact share report ping copy pass',
  pay: 'tip charge deposit withdraw',
  book: 'book order hire',
  create: 'plan file log record note open set start block document put post build list',
  change: 'mark close label tag set push lower star pin sync turn',
  delete: 'clear drop empty clean kick ban block',
  share: 'share give',
  run: 'test build start apply call use',
  visit: 'open click follow go load access',
})

/** After these an imperative or an infinitive comes. */
const BEFORE_VERB = new Set(
  (
    'please to and then also you will should must can could would kindly just now or not never always first next finally ' +
    'help let bitte and/or pls plz want otherwise so veuillez por favor afterwards after & + immediately directly simply'
  ).split(' '),
)
const HAVE_DONE = /\b(?:be|been|being|get|have|having|gets|is)\s+(?:[\p{L}']+\s+){0,4}$/iu
const DONE: readonly (readonly [RegExp, number])[] = [
  [/^(sent|forwarded|notified|informed|emailed|messaged|answered|posted|told)$/, DEED.send],
  [/^(paid|transferred|wired|refunded|settled|reimbursed)$/, DEED.pay],
  [/^(booked|reserved|bought|ordered|purchased)$/, DEED.book | DEED.pay],
  [/^(created|added|scheduled|saved|made)$/, DEED.create],
  [/^(updated|changed|moved|renamed|corrected|set|adjusted)$/, DEED.change],
  [/^(deleted|removed|cancell?ed)$/, DEED.delete],
  [/^(shared|invited|granted)$/, DEED.share],
  [/^(run|executed|installed|deployed)$/, DEED.run],
]

const MONEY =
  /[€$£¥₹]|\b(?:money|usd|eur|euros?|dollars?|gbp|pounds?|bucks|chf|francs?|payment|payments|transaction|rent|funds|amount|standing order|direct debit|bitcoin|btc|eth|invoice|bill|deposit|refund|geld|betrag|rechnung|zahlung|überweisung|argent|facture|paiement|virement|dinero|factura|pago|transferencia|denaro|fattura|pagamento|bonifico|dinheiro|fatura|rekening|деньги|счёт|руб)\b/iu
const SECRETS =
  /\b(?:password|passwords|passwort|passwd|passcode|passphrase|credentials?|login|2fa|mfa|otp|pin|api key|access key|secret key|token|mot de passe|contraseña|senha|wachtwoord|пароль)\b/iu
const MAILS =
  /\b(?:e?-?mails?|messages?|letter|reply|response|dm|note to|nachricht|courriel|message|correo|mensaje|messaggio|mensagem|bericht)\b/iu

// Scripts without blanks between words, by part of a word.
const EASTERN: readonly (readonly [RegExp, number])[] = [
  [/发送|发给|轉發|转发|寄给|回复|通知|送信|送って|返信|転送|보내|전송|전달/u, DEED.send],
  [/转账|汇款|支付|付款|振り込|振込|支払|送金|이체|송금|결제/u, DEED.pay],
  [/预订|预定|购买|下单|予約|購入|注文|예약|구매|주문/u, DEED.book],
  [/创建|添加|安排|作成|追加|만들|추가/u, DEED.create],
  [/修改|更改|更新|变更|変更|수정|변경/u, DEED.change],
  [/删除|取消|移除|削除|삭제|취소/u, DEED.delete],
  [/邀请|分享|共享|招待|共有|초대|공유/u, DEED.share],
  [/运行|执行|安装|実行|インストール|실행|설치/u, DEED.run],
  [/访问|打开|点击|アクセス|開いて|방문|열어/u, DEED.visit],
]

/** Bits of DEEDS that a sentence speaks of as things to do, wherever in it the verb stands. */
export function deedsIn(sentence: string): number {
  let bits = 0
  let before = ''
  for (const match of sentence.matchAll(/[\p{L}][\p{L}'’-]*|&|\+/gu)) {
    const word = match[0].toLowerCase()
    const certain = VERBS.get(word)
    if (certain !== undefined) bits |= certain
    else {
      const maybe = SOMETIMES.get(word)
      const gap = sentence.slice(0, match.index)
      if (
        maybe !== undefined &&
        (BEFORE_VERB.has(before) || /(?:^|[,;:.!?\n•*"'(-])\s*$/u.test(gap))
      )
        bits |= maybe
      else
        for (const [done, deeds] of DONE) if (done.test(word) && HAVE_DONE.test(gap)) bits |= deeds
    }
    before = word
  }
  for (const [part, deeds] of EASTERN) if (part.test(sentence)) bits |= deeds
  if (
    /\blet\s+(?!me\b|us\b)[\p{L} ]{2,40}\bknow\b|\bfollow(?:ing)? up\b|\breach out\b|\bpass (?:it |this )?on\b/iu.test(
      sentence,
    )
  )
    bits |= DEED.send
  if (/\b(?:add to|to (?:the|my|your) (?:cart|basket)|sign (?:me |us )?up)\b/i.test(sentence))
    bits |= DEED.book
  if (/\bgive\b.{1,60}\b(?:access|permission|rights?)\b/i.test(sentence)) bits |= DEED.share
  // Money that is sent, given or arranged is paid.
  if ((bits & EFFECTS) !== 0 && MONEY.test(sentence)) bits |= DEED.pay
  if ((bits & (DEED.change | DEED.create | DEED.send)) !== 0 && SECRETS.test(sentence))
    bits |= DEED.secret
  if ((bits & DEED.create) !== 0 && MAILS.test(sentence)) bits |= DEED.send
  return bits
}

/** The deed that a sentence begins with, 0 where it begins with none: what makes it an imperative. */
export function opensWith(word: string): number {
  const lower = word.toLowerCase()
  return VERBS.get(lower) ?? SOMETIMES.get(lower) ?? 0
}

const BOOKS = /^(book|reserve|order|buy|purchase|cart|checkout|rent|ticket)/
const SHARES = /^(invite|share|grant|member|collaborator|permission|access|participant|guest|acl)/
const SECRET_THINGS =
  /^(password|credential|passwd|passphrase|mfa|otp|2fa|totp|key|token|secret|login)s?$/

/** What a tool does, by the words of its name and its class. */
export function deedsOfTool(
  words: readonly string[],
  capability: Capability,
  domain: string,
): number {
  let bits = 0
  for (const word of words) {
    bits |= (VERBS.get(word) ?? SOMETIMES.get(word) ?? 0) & ~DEED.visit
    if (BOOKS.test(word)) bits |= DEED.book
    if (SHARES.test(word)) bits |= DEED.share
  }
  const secret = words.some((word) => SECRET_THINGS.test(word))
  switch (capability) {
    case 'pay':
      return DEED.pay | (bits & DEED.book)
    case 'delete':
      return DEED.delete
    case 'send':
      return DEED.send | (bits & (DEED.share | DEED.create))
    case 'execute':
      return DEED.run | (bits & (DEED.send | DEED.delete))
    case 'network':
      return DEED.visit | (bits & (DEED.send | DEED.create))
    case 'identity':
    case 'admin':
    case 'secret':
      return secret ? DEED.secret : bits | DEED.share
    default:
      break
  }
  if (secret && (bits & (DEED.change | DEED.create)) !== 0) return DEED.secret
  if (/^(email|chat|ticket)$/.test(domain)) bits |= DEED.send
  if (words.some((word) => /^(comment|reply|post|message)s?$/.test(word))) bits |= DEED.send
  return bits === 0 ? DEED.create | DEED.change : bits
}
