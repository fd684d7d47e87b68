import type { AspectName, FindingCode, Message, Stage } from "../protocol/index.js";

/**
 * What a finding is about, first what explains the others: a forged shipment explains why the lens is stated by nobody, not the
 * other way round.
 */
export const ROOTS = [
  "chain",
  "signature",
  "dossier",
  "payment",
  "store",
  "withdrawal",
  "time",
  "absence",
  "contradiction",
  "claim",
  "bill",
  "sequence",
  "disclosure",
  "information",
] as const;
export type Root = (typeof ROOTS)[number];

/** The aspects of both eyes, or of both payers, are explained alike. */
export type AspectKind =
  | "reference"
  | "payer"
  | "billing"
  | "frame"
  | "code"
  | "lens"
  | "prescription"
  | "orderReference";

/**
 * The kind of an aspect.
 * @internal
 */
export function kindOf(aspect: AspectName): AspectKind {
  if (aspect.startsWith("payer")) return "payer";
  if (aspect.startsWith("order")) return "orderReference";
  return aspect.replace(/Right$|Left$/, "") as AspectKind;
}

interface Words {
  /** What is wrong, in plain words, with what is likely behind it. */
  readonly cause: Message;
  /** What to ask, and whom. Never for a prescription. */
  readonly ask: Message;
}

/**
 * Why there is a finding and what to do. Words in braces stand for its place: {Stage}, {stage} and {stageName} for the
 * order, {who} and {toWho} for who states that stage, {role} for what that party must be, {aspect} for the aspects.
 */
export interface Explanation extends Words {
  readonly root: Root;
  /** Where a stage or a kind of aspect has words of its own. The aspect's come first. */
  readonly at?: { readonly [P in Stage | AspectKind]?: Partial<Words> };
}

const NOTHING_TO_ASK: Message = { en: "Nothing.", fr: "Rien." };

/** Every code, explained: one that is missing does not compile. Of one root, what comes first here explains what comes later. */
export const EXPLANATIONS: Readonly<Record<FindingCode, Explanation>> = {
  "malformed-statement": {
    root: "dossier",
    cause: {
      en: "{Stage} says something that has no place at its stage, and does not count: faulty software, or an edited file.",
      fr: "{Stage} : la déclaration contient un élément qui n'y a pas sa place et ne compte pas (logiciel fautif ou fichier modifié).",
    },
    ask: {
      en: "Ask {who} to state it again with software that follows the protocol; nothing is owed on this one.",
      fr: "Demandez {toWho} de la déclarer à nouveau avec un logiciel conforme ; rien n'est dû sur celle-ci.",
    },
  },
  "other-dossier": {
    root: "dossier",
    cause: {
      en: "A statement of another dossier ({stageName}) was put among these: it proves nothing here, and may hide that nothing was made.",
      fr: "Une déclaration d'un autre dossier ({stageName}) a été mêlée à celui-ci : elle n'y prouve rien et peut cacher que rien n'a été fabriqué.",
    },
    ask: {
      en: "Ask the optician for the statements of this dossier, and to which dossier the other one belongs.",
      fr: "Demandez à l'opticien les déclarations de ce dossier, et à quel dossier appartient l'autre.",
    },
  },
  "bad-inclusion": {
    root: "signature",
    cause: {
      en: "{Stage} was altered after it was signed: what is shown is not what was signed.",
      fr: "{Stage} : la déclaration présentée n'est pas celle qui a été signée, elle a été modifiée après coup.",
    },
    ask: {
      en: "Ask {who}, directly, for its own receipt of this statement, and the optician where the altered one comes from.",
      fr: "Demandez {toWho}, directement, son propre reçu de cette déclaration, et à l'opticien d'où vient celui qui est modifié.",
    },
  },
  "bad-signature": {
    root: "signature",
    cause: {
      en: "{Stage} is not signed by who it names: the signature is forged, borrowed, or made for other contracts.",
      fr: "{Stage} : la signature n'est pas celle de l'auteur désigné ; elle est fausse, empruntée ou faite pour d'autres contrats.",
    },
    ask: {
      en: "Ask {who}, directly, whether it made this statement, and for the receipt that it signed.",
      fr: "Demandez {toWho}, directement, s'il est l'auteur de cette déclaration, et le reçu qu'il a signé.",
    },
  },
  "not-anchored": {
    root: "time",
    cause: {
      en: "{Stage} has no date on chain: it may have been written after the fact.",
      fr: "{Stage} : la déclaration n'a aucune date dans la chaîne ; elle a pu être écrite après coup.",
    },
    ask: {
      en: "Ask {who} for the anchored receipt; if there is none, for what proves the day (dated document, message).",
      fr: "Demandez {toWho} le reçu ancré ; à défaut, ce qui prouve la date (document daté, message).",
    },
  },
  "anchor-before-issue": {
    root: "time",
    cause: {
      en: "{Stage} says that it was signed after the moment at which the chain saw it: its date is false (post-dated).",
      fr: "{Stage} : la déclaration se dit signée après l'instant où la chaîne l'a vue ; sa date est fausse (postdatée).",
    },
    ask: {
      en: "Ask {who} why it is post-dated; if a clock was wrong, to state it again.",
      fr: "Demandez {toWho} pourquoi la déclaration est postdatée ; si une horloge était fausse, de la déclarer à nouveau.",
    },
  },
  "late-anchor": {
    root: "time",
    cause: {
      en: "{Stage} reached the chain long after the day that it claims: it may be back-dated.",
      fr: "{Stage} : la déclaration n'est parvenue à la chaîne que longtemps après la date qu'elle se donne ; elle peut être antidatée.",
    },
    ask: {
      en: "Ask {who} for what proves the day it claims (dated document, message), and what delayed the anchor.",
      fr: "Demandez {toWho} ce qui prouve la date avancée (document daté, message), et ce qui a retardé l'ancrage.",
    },
  },
  "unknown-key": {
    root: "signature",
    cause: {
      en: "{Stage} is signed by nobody who is enrolled: no known business answers for it.",
      fr: "{Stage} : le signataire n'est pas inscrit ; aucune entreprise connue n'en répond.",
    },
    ask: {
      en: "Ask the optician who made this statement, and the council whether that business is enrolled.",
      fr: "Demandez à l'opticien qui a fait cette déclaration, et au conseil si cette entreprise est inscrite.",
    },
    at: {
      shipment: {
        cause: {
          en: "The shipment is signed by nobody who is enrolled: no known lens maker says that it made these lenses.",
          fr: "Livraison : le signataire n'est pas inscrit ; aucun verrier connu ne dit avoir fabriqué ces verres.",
        },
        ask: {
          en: "Ask the optician which lens maker delivered and for its delivery note; ask the council whether it is enrolled.",
          fr: "Demandez à l'opticien quel verrier a livré et son bon de livraison ; demandez au conseil si ce verrier est inscrit.",
        },
      },
    },
  },
  "key-not-valid": {
    root: "signature",
    cause: {
      en: "{Stage} is signed with a key that was not valid then (not yet added, revoked or stolen): its owner may not have made it.",
      fr: "{Stage} : la clé de signature ne valait pas à cette date (pas encore ajoutée, révoquée ou volée) ; son titulaire n'en est peut-être pas l'auteur.",
    },
    ask: {
      en: "Ask {who}, by a contact that you know, whether it made this statement; if so, to state it again with a valid key.",
      fr: "Demandez {toWho}, par un contact connu de vous, s'il en est l'auteur ; si oui, de la déclarer à nouveau avec une clé valable.",
    },
  },
  "same-party": {
    root: "signature",
    cause: {
      en: "The optician itself stated the delivery: no independent lens maker says that it made these lenses.",
      fr: "L'opticien a déclaré lui-même la livraison : aucun verrier indépendant ne dit avoir fabriqué ces verres.",
    },
    ask: {
      en: "Ask the optician which lens maker made the lenses and for its delivery note; that lens maker must state the delivery itself.",
      fr: "Demandez à l'opticien quel verrier a fabriqué les verres et son bon de livraison ; ce verrier doit déclarer lui-même la livraison.",
    },
  },
  "wrong-role": {
    root: "signature",
    cause: {
      en: "{Stage} was stated by a party that is no {role}.",
      fr: "{Stage} : l'auteur de la déclaration n'est pas {role}.",
    },
    ask: {
      en: "Ask {who} of this dossier to state it itself, and the council as what the signer is enrolled.",
      fr: "Demandez {toWho} du dossier de la déclarer lui-même, et au conseil à quel titre le signataire est inscrit.",
    },
    at: {
      shipment: {
        cause: {
          en: "The shipment was stated by a party that is no lens maker: nobody who makes lenses says that it made these.",
          fr: "Livraison : l'auteur de la déclaration n'est pas un verrier ; aucun fabricant ne dit avoir fait ces verres.",
        },
        ask: {
          en: "Ask the optician who made the lenses, for the delivery note, and that this lens maker states its delivery itself.",
          fr: "Demandez à l'opticien qui a fabriqué les verres, le bon de livraison, et que ce verrier déclare lui-même sa livraison.",
        },
      },
    },
  },
  "party-suspended": {
    root: "signature",
    cause: {
      en: "{Stage} was stated while the council had suspended its author.",
      fr: "{Stage} : la déclaration a été faite alors que le conseil avait suspendu son auteur.",
    },
    ask: {
      en: "Ask the council why this party was suspended and until when; pay nothing before its answer.",
      fr: "Demandez au conseil pourquoi cette partie était suspendue et jusqu'à quand ; ne payez rien avant sa réponse.",
    },
  },
  "superseded-without-justification": {
    root: "withdrawal",
    cause: {
      en: "{Stage} replaces an earlier one for a reason that you do not accept, or the earlier one was not taken back.",
      fr: "{Stage} : la déclaration en remplace une autre pour un motif que vous n'admettez pas, ou la première n'a pas été retirée.",
    },
    ask: {
      en: "Ask {who} why it was replaced, what proves it, and to withdraw on chain what no longer stands.",
      fr: "Demandez {toWho} pourquoi elle a été remplacée, ce qui le prouve, et de retirer dans la chaîne ce qui ne vaut plus.",
    },
  },
  withdrawn: {
    root: "withdrawal",
    cause: {
      en: "{Stage} was taken back by its author, and nothing shown replaces it.",
      fr: "{Stage} : son auteur a retiré la déclaration et rien de ce qui est présenté ne la remplace.",
    },
    ask: {
      en: "Ask {who} why it was taken back, and for the statement that replaces it, if there is one.",
      fr: "Demandez {toWho} la raison du retrait, et la déclaration qui la remplace s'il y en a une.",
    },
    at: {
      shipment: {
        cause: {
          en: "The lens maker took its delivery back and nothing shown replaces it: the lenses billed are no longer delivered.",
          fr: "Le verrier a retiré sa livraison et rien de ce qui est présenté ne la remplace : les verres facturés ne sont plus livrés.",
        },
        ask: {
          en: "Ask the lens maker why (return, breakage, error), and the optician for the new delivery or a credit note.",
          fr: "Demandez au verrier pourquoi (retour, casse, erreur), et à l'opticien la nouvelle livraison ou un avoir.",
        },
      },
      invoice: {
        cause: {
          en: "The optician cancelled this invoice and presents it all the same.",
          fr: "L'opticien a annulé cette facture et la présente néanmoins.",
        },
        ask: {
          en: "Ask the optician for the invoice that stands, or a confirmation that nothing is billed any more.",
          fr: "Demandez à l'opticien la facture qui vaut, ou la confirmation que plus rien n'est facturé.",
        },
      },
      quote: {
        cause: {
          en: "The optician took this quote back and presents it all the same: the wearer may have given up.",
          fr: "L'opticien a retiré ce devis et le présente néanmoins : le porteur a peut-être renoncé.",
        },
      },
    },
  },
  justified: {
    root: "information",
    cause: {
      en: "{Stage} is a lawful correction; what it replaces was taken back.",
      fr: "{Stage} : rectification pour un motif admis ; ce qu'elle remplace a été retiré.",
    },
    ask: {
      en: "Nothing; in an audit, {who} can document the reason.",
      fr: "Rien ; lors d'un contrôle, le motif peut être documenté.",
    },
  },
  "missing-statement": {
    root: "absence",
    cause: { en: "Nothing was stated at {stage}.", fr: "Rien n'a été déclaré ({stageName})." },
    ask: {
      en: "Ask {who} for the statement that is missing and for the document of that day.",
      fr: "Demandez {toWho} la déclaration manquante et le document du jour.",
    },
    at: {
      quote: {
        cause: {
          en: "No quote was stated: nothing shows what the wearer agreed to before the sale.",
          fr: "Aucun devis n'a été déclaré : rien ne montre ce que le porteur a accepté avant la vente.",
        },
        ask: {
          en: "Ask the optician for the dated quote that the wearer signed; a quote is mandatory.",
          fr: "Demandez à l'opticien le devis daté et signé par le porteur ; le devis est obligatoire.",
        },
      },
      order: {
        cause: {
          en: "No order was stated: nothing shows that these lenses were ordered.",
          fr: "Aucune commande n'a été déclarée : rien ne montre que ces verres aient été commandés.",
        },
        ask: {
          en: "Ask the optician for the order to the lens maker, with its reference.",
          fr: "Demandez à l'opticien la commande passée au verrier, avec sa référence.",
        },
      },
      shipment: {
        cause: {
          en: "No lens maker stated a delivery: nothing shows that the lenses billed were ever made (fictitious equipment?).",
          fr: "Aucun verrier n'a déclaré de livraison : rien ne montre que les verres facturés aient été fabriqués (équipement fictif ?).",
        },
        ask: {
          en: "Ask the optician which lens maker delivered and for its delivery note, and that lens maker to state the delivery; pay nothing before.",
          fr: "Demandez à l'opticien quel verrier a livré et son bon de livraison, et à ce verrier de déclarer sa livraison ; ne payez rien avant.",
        },
      },
      invoice: {
        cause: {
          en: "No invoice was stated: what is claimed was not billed in this dossier.",
          fr: "Aucune facture n'a été déclarée : ce qui est demandé n'est pas facturé dans ce dossier.",
        },
        ask: {
          en: "Ask the optician for the invoice of this dossier; nothing is owed without one.",
          fr: "Demandez à l'opticien la facture de ce dossier ; rien n'est dû sans elle.",
        },
      },
    },
  },
  "store-mismatch": {
    root: "store",
    cause: {
      en: "{Stage} comes from another optician than the rest of the dossier: another store's file may have been billed.",
      fr: "{Stage} : l'auteur n'est pas l'opticien du reste du dossier ; le dossier d'un autre magasin a pu être facturé.",
    },
    ask: {
      en: "Ask the store that claims what ties it to the other (head office, store sold), with proof; who quoted and ordered must bill.",
      fr: "Demandez au magasin demandeur ce qui le lie à l'autre (siège, cession), preuve à l'appui ; qui a fait le devis et la commande doit facturer.",
    },
  },
  "ambiguous-statement": {
    root: "contradiction",
    cause: {
      en: "Two statements of the same stage ({stageName}) both stand and contradict each other on: {aspect}. One must be false.",
      fr: "Deux déclarations de la même étape ({stageName}) valent ensemble et se contredisent sur : {aspect}. L'une est fausse.",
    },
    ask: {
      en: "Ask {who} which one holds, and to withdraw the other on chain.",
      fr: "Demandez {toWho} laquelle vaut, et de retirer l'autre dans la chaîne.",
    },
  },
  "missing-aspect": {
    root: "absence",
    cause: {
      en: "{Stage} says nothing of something that the invoice bills: {aspect}.",
      fr: "{Stage} : rien n'est dit d'un élément que la facture suppose ({aspect}).",
    },
    ask: {
      en: "Ask {who} to state what is missing, or the optician for a corrected invoice without it.",
      fr: "Demandez {toWho} de déclarer ce qui manque, ou à l'opticien une facture rectifiée sans cet élément.",
    },
    at: {
      payer: {
        cause: {
          en: "The invoice does not name you as a payer: the same invoice can be claimed from any insurer.",
          fr: "La facture ne vous désigne pas comme payeur : elle peut être présentée à n'importe quel organisme.",
        },
        ask: {
          en: "Ask the optician for a corrected invoice that names you, your rank and your share; pay nothing on this one.",
          fr: "Demandez à l'opticien une facture rectifiée qui vous désigne, avec votre rang et votre part ; ne payez rien sur celle-ci.",
        },
      },
      prescription: {
        ask: {
          en: "Do not ask for the prescription. Ask {who} to state the correction (it stays hidden from you).",
          fr: "Ne demandez pas l'ordonnance. Demandez {toWho} de déclarer la correction (elle vous reste cachée).",
        },
      },
    },
  },
  "aspect-mismatch": {
    root: "contradiction",
    cause: {
      en: "The stages do not agree on: {aspect}.",
      fr: "Les étapes ne concordent pas sur : {aspect}.",
    },
    ask: {
      en: "Ask the optician and the lens maker what was really ordered and delivered, and for a corrected statement.",
      fr: "Demandez à l'opticien et au verrier ce qui a vraiment été commandé et livré, et une déclaration rectifiée.",
    },
  },
  "out-of-order": {
    root: "sequence",
    cause: {
      en: "{Stage} reached the chain before a stage that must come first: the dossier may have been completed after the fact.",
      fr: "{Stage} : la déclaration est parvenue à la chaîne avant une étape qui doit la précéder ; le dossier a pu être complété après coup.",
    },
    ask: {
      en: "Ask the optician for the dated quote and order, and why they were anchored so late.",
      fr: "Demandez à l'opticien le devis et la commande datés, et pourquoi leur ancrage est si tardif.",
    },
    at: {
      invoice: {
        cause: {
          en: "The invoice was stated before the delivery or another stage that must come first: what is billed may not exist yet.",
          fr: "La facture a été déclarée avant la livraison ou une autre étape qui doit la précéder : ce qui est facturé n'existait peut-être pas.",
        },
        ask: {
          en: "Ask the optician when the wearer received the glasses, and the lens maker when it delivered.",
          fr: "Demandez à l'opticien quand le porteur a reçu ses lunettes, et au verrier quand il a livré.",
        },
      },
    },
  },
  "already-settled": {
    root: "payment",
    cause: {
      en: "This share of the invoice is paid already: it is claimed a second time, from you or from another insurer.",
      fr: "Cette part de la facture est déjà réglée : elle est demandée une seconde fois, à vous ou à un autre organisme.",
    },
    ask: {
      en: "Pay nothing. Ask the optician who has paid it, and why it is claimed again.",
      fr: "Ne payez rien. Demandez à l'opticien qui l'a réglée, et pourquoi elle est présentée à nouveau.",
    },
  },
  "other-invoice-settled": {
    root: "payment",
    cause: {
      en: "Another invoice of the same dossier, or this one with other shares, is paid already: the same glasses are billed twice.",
      fr: "Une autre facture du même dossier, ou celle-ci avec d'autres parts, est déjà réglée : les mêmes lunettes sont facturées deux fois.",
    },
    ask: {
      en: "Pay nothing. Ask the optician which invoice holds, and how it told each insurer that it is shared.",
      fr: "Ne payez rien. Demandez à l'opticien quelle facture vaut, et quel partage il a annoncé à chaque organisme.",
    },
  },
  "settled-by-asker": {
    root: "information",
    cause: { en: "You have paid this share yourself.", fr: "Vous avez réglé cette part vous-même." },
    ask: NOTHING_TO_ASK,
  },
  "wrong-chain": {
    root: "chain",
    cause: {
      en: "The certificate refers to another chain or to other contracts than yours: nothing in it can be checked.",
      fr: "Le certificat renvoie à une autre chaîne ou à d'autres contrats que les vôtres : rien n'y est vérifiable.",
    },
    ask: {
      en: "Ask the optician for a certificate made with the contracts that you recognise; pay nothing on this one.",
      fr: "Demandez à l'opticien un certificat fait avec les contrats que vous reconnaissez ; ne payez rien sur celui-ci.",
    },
  },
  "store-not-claimant": {
    root: "store",
    cause: {
      en: "The store that claims is not the one that signed the invoice: another store's file is presented.",
      fr: "Le magasin demandeur n'est pas celui qui a signé la facture : c'est le dossier d'un autre magasin.",
    },
    ask: {
      en: "Ask the store that claims how it holds this dossier, and for a certificate of its own invoice.",
      fr: "Demandez au magasin demandeur comment il détient ce dossier, et le certificat de sa propre facture.",
    },
  },
  "claim-does-not-open": {
    root: "claim",
    cause: {
      en: "The claim that you received does not say what the invoice stated: {aspect}.",
      fr: "La demande que vous avez reçue ne dit pas ce que la facture a déclaré : {aspect}.",
    },
    ask: {
      en: "Ask the optician for the claim as it was invoiced, and compare it with the one that you received.",
      fr: "Demandez à l'opticien la demande telle qu'elle a été facturée, et comparez-la à celle que vous avez reçue.",
    },
    at: {
      reference: {
        cause: {
          en: "The claim names another store or another file than the invoice stated: it may be another patient's file.",
          fr: "La demande porte un autre magasin ou un autre numéro de dossier que la facture : c'est peut-être le dossier d'un autre patient.",
        },
        ask: {
          en: "Ask the optician to which file this certificate belongs, and for the certificate of the file claimed.",
          fr: "Demandez à l'opticien à quel dossier appartient ce certificat, et le certificat du dossier demandé.",
        },
      },
      payer: {
        cause: {
          en: "The claim and the invoice differ on your part: insurer, prior authorisation, rank or share.",
          fr: "La demande et la facture diffèrent sur votre part : organisme, prise en charge, rang ou montant.",
        },
        ask: {
          en: "Compare AMC number, prior authorisation and share with your own agreement; ask the optician to correct invoice or claim.",
          fr: "Comparez numéro AMC, prise en charge et montant à votre propre accord ; demandez à l'opticien de rectifier facture ou demande.",
        },
      },
      billing: {
        cause: {
          en: "The lines or prices that are claimed are not those that were invoiced: the claim was changed.",
          fr: "Les lignes ou les prix demandés ne sont pas ceux qui ont été facturés : la demande a été modifiée.",
        },
        ask: {
          en: "Ask the optician for the invoice given to the wearer, and compare it line by line with the claim.",
          fr: "Demandez à l'opticien la facture remise au porteur, et comparez-la ligne à ligne à la demande.",
        },
      },
      frame: {
        cause: {
          en: "The frame that you were told of is not the one invoiced, or none was invoiced.",
          fr: "La monture qui vous est annoncée n'est pas celle qui est facturée, ou aucune ne l'est.",
        },
        ask: {
          en: "Ask the optician for the reference of the frame delivered.",
          fr: "Demandez à l'opticien la référence de la monture remise.",
        },
      },
      lens: {
        cause: {
          en: "The lens that you were told of is not the one invoiced ({aspect}).",
          fr: "Le verre qui vous est annoncé n'est pas celui qui est facturé ({aspect}).",
        },
        ask: {
          en: "Ask the optician for the lens delivered (maker's code and treatments), and the lens maker for its delivery note.",
          fr: "Demandez à l'opticien le verre remis (code et traitements du verrier), et au verrier son bon de livraison.",
        },
      },
    },
  },
  "code-billing-disagree": {
    root: "bill",
    cause: {
      en: "The lens is billed under a code or class that is not the one stated, or is billed without having been stated: {aspect}.",
      fr: "Le verre est facturé sous un code ou une classe qui n'est pas celui déclaré, ou facturé sans être déclaré : {aspect}.",
    },
    ask: {
      en: "Ask the optician for an invoice with the code that the lens maker stated; ask the lens maker to confirm that code.",
      fr: "Demandez à l'opticien une facture au code déclaré par le verrier ; demandez au verrier de confirmer ce code.",
    },
  },
  "shares-exceed-total": {
    root: "bill",
    cause: {
      en: "The insurers together would pay more than the glasses cost.",
      fr: "Les organismes paieraient ensemble plus que le prix des lunettes.",
    },
    ask: {
      en: "Ask the optician for the share of each insurer, and the other insurer for what it pays.",
      fr: "Demandez à l'opticien la part de chaque organisme, et à l'autre organisme ce qu'il règle.",
    },
  },
  "not-disclosed": {
    root: "disclosure",
    cause: {
      en: "The certificate withholds what your contract entitles you to see: {aspect}.",
      fr: "Le certificat ne dévoile pas ce que votre contrat vous permet de voir : {aspect}.",
    },
    ask: {
      en: "Ask the optician for a certificate that opens it, and for the value if the claim lacks it.",
      fr: "Demandez à l'opticien un certificat qui l'ouvre, et la valeur si la demande ne la donne pas.",
    },
  },
  "payers-disagree": {
    root: "bill",
    cause: {
      en: "You are told that you pay alone, and the invoice names another insurer too: each may pay in full.",
      fr: "On vous dit seul payeur alors que la facture désigne un autre organisme : chacun peut payer le tout.",
    },
    ask: {
      en: "Ask the optician for the share of each insurer, and the wearer for other cover; do not pay as sole payer.",
      fr: "Demandez à l'opticien la part de chaque organisme, et à l'assuré ses autres garanties ; ne payez pas comme seul payeur.",
    },
  },
  "frame-billing-disagree": {
    root: "bill",
    cause: {
      en: "A frame is billed that was not stated, or that was stated in another class.",
      fr: "Une monture est facturée sans être déclarée, ou déclarée dans une autre classe.",
    },
    ask: {
      en: "Ask the optician for the reference and class of the frame delivered, and for a corrected invoice.",
      fr: "Demandez à l'opticien la référence et la classe de la monture remise, et une facture rectifiée.",
    },
  },
  "missing-link": {
    root: "withdrawal",
    cause: {
      en: "{Stage} corrects a statement that the certificate does not show: nobody can see what was changed.",
      fr: "{Stage} : cette déclaration en corrige une que le certificat ne montre pas ; nul ne voit ce qui a changé.",
    },
    ask: {
      en: "Ask the optician for a certificate with the statement that was replaced.",
      fr: "Demandez à l'opticien un certificat qui contienne la déclaration remplacée.",
    },
  },
  "broken-link": {
    root: "withdrawal",
    cause: {
      en: "{Stage} says that it replaces a statement of another party or of another stage, which still stands.",
      fr: "{Stage} : cette déclaration dit en remplacer une d'un autre auteur ou d'une autre étape, qui vaut toujours.",
    },
    ask: {
      en: "Ask {who} what it meant to correct, and to withdraw what is false.",
      fr: "Demandez {toWho} ce qu'il voulait corriger, et de retirer ce qui est faux.",
    },
  },
  "forked-correction": {
    root: "contradiction",
    cause: {
      en: "Two corrections of the same statement ({stageName}) stand together and repeat each other.",
      fr: "Deux corrections de la même déclaration ({stageName}) valent ensemble et se répètent.",
    },
    ask: {
      en: "Ask {who} which one holds, and to withdraw the other on chain.",
      fr: "Demandez {toWho} laquelle vaut, et de retirer l'autre dans la chaîne.",
    },
  },
  "quote-too-old": {
    root: "time",
    cause: {
      en: "The invoice relies on a quote that is older than your policy accepts: its prices may no longer be those of the wearer's contract.",
      fr: "La facture repose sur un devis plus ancien que votre politique ne l'admet : ses prix ne sont peut-être plus ceux du contrat.",
    },
    ask: {
      en: "Ask the optician for a new quote that the wearer accepted, stated before the invoice.",
      fr: "Demandez à l'opticien un nouveau devis accepté par le porteur, déclaré avant la facture.",
    },
  },
  "not-final": {
    root: "time",
    cause: {
      en: "{Stage} reached the chain too recently for your policy: it could still disappear in a reorganisation.",
      fr: "{Stage} : l'ancrage est trop récent pour votre politique ; une réorganisation pourrait encore l'effacer.",
    },
    ask: {
      en: "Pay nothing yet, and ask nothing: verify again once the delay of your policy has passed.",
      fr: "Ne payez rien encore : vérifiez à nouveau une fois passé le délai de votre politique.",
    },
  },
  "stock-of-another-store": {
    root: "store",
    cause: {
      en: "The stock lens is another one, or the lens maker did not ship it to the store that invoices it.",
      fr: "Le verre de stock est un autre, ou le verrier ne l'a pas livré au magasin qui le facture.",
    },
    ask: {
      en: "Ask the optician from whom it has this lens, and the lens maker to which store it shipped it.",
      fr: "Demandez à l'opticien de qui il tient ce verre, et au verrier à quel magasin il l'a livré.",
    },
  },
  "stock-used-elsewhere": {
    root: "payment",
    cause: {
      en: "The same stock lens was used in another dossier, or for the other eye: one lens is billed twice.",
      fr: "Le même verre de stock a servi à un autre dossier, ou à l'autre œil : un verre est facturé deux fois.",
    },
    ask: {
      en: "Pay nothing. Ask the optician which lens the wearer received, and in which dossier this one was used.",
      fr: "Ne payez rien. Demandez à l'opticien quel verre le porteur a reçu, et dans quel dossier celui-ci a servi.",
    },
  },
  "stock-not-used": {
    root: "absence",
    cause: {
      en: "The stock lens was not consumed on chain by the time of the invoice: it may still be sold to another wearer.",
      fr: "Le verre de stock n'a pas été consommé dans la chaîne à la date de la facture : il peut être vendu à un autre porteur.",
    },
    ask: {
      en: "Ask the optician which lens it mounted, and when it consumed it. A longer tolerance accepts a delay that is explained.",
      fr: "Demandez à l'opticien quel verre il a monté, et quand il l'a consommé. Une tolérance plus longue admet un retard expliqué.",
    },
  },
  "category-wrong": {
    root: "bill",
    cause: {
      en: "The lens is billed for another category than the one that its correction falls in: {aspect}.",
      fr: "Le verre est facturé dans une autre catégorie que celle dont relève sa correction : {aspect}.",
    },
    ask: {
      en: "Ask the optician for an invoice with the code of the category proven. Do not ask for the prescription.",
      fr: "Demandez à l'opticien une facture au code de la catégorie prouvée . Ne demandez pas l'ordonnance.",
    },
  },
  "proof-does-not-verify": {
    root: "bill",
    cause: {
      en: "A proof was presented that does not hold for what was stated: it is of another dossier or lens, or forged.",
      fr: "Une preuve présentée ne vaut pas pour ce qui a été déclaré : elle est d'un autre dossier ou d'un autre verre, ou contrefaite.",
    },
    ask: {
      en: "Ask the optician for a proof made for this dossier. Do not ask for the prescription.",
      fr: "Demandez à l'opticien une preuve faite pour ce dossier . Ne demandez pas l'ordonnance.",
    },
  },
  "development-keys": {
    root: "bill",
    cause: {
      en: "The proofs are made with development keys, with which anyone can forge one: they show nothing.",
      fr: "Les preuves sont faites avec des clés de développement, que chacun peut contrefaire : elles ne montrent rien.",
    },
    ask: {
      en: "Ask the optician for proofs made with the keys of the ceremony.",
      fr: "Demandez à l'opticien des preuves faites avec les clés de la cérémonie.",
    },
  },
  "category-not-proven": {
    root: "disclosure",
    cause: {
      en: "Your policy asks for a proof that the code billed fits the correction, and there is none: {aspect}.",
      fr: "Votre politique demande la preuve que le code facturé convient à la correction, et elle manque : {aspect}.",
    },
    ask: {
      en: "Ask the optician for a certificate with this proof. Do not ask for the prescription.",
      fr: "Demandez à l'opticien un certificat avec cette preuve . Ne demandez pas l'ordonnance.",
    },
  },
  "renewal-not-proven": {
    root: "disclosure",
    cause: {
      en: "The equipment is renewed early, and nothing proves that the sight has changed.",
      fr: "L'équipement est renouvelé de façon anticipée, et rien ne prouve que la vue a changé.",
    },
    ask: {
      en: "Ask the optician for a certificate with the proof of the change. Do not ask for the prescription.",
      fr: "Demandez à l'opticien un certificat avec la preuve du changement . Ne demandez pas l'ordonnance.",
    },
  },
  "claim-of-another-insurer": {
    root: "claim",
    cause: {
      en: "The claim is addressed to another insurer: it reached you by mistake, or is sent to several.",
      fr: "La demande est adressée à un autre organisme : elle vous parvient par erreur, ou plusieurs la reçoivent.",
    },
    ask: {
      en: "Pay nothing. Ask who routed it why it came to you, and the optician which insurer it means.",
      fr: "Ne payez rien. Demandez à qui l'a transmise pourquoi elle vous parvient, et à l'opticien quel organisme il vise.",
    },
  },
  "extras-not-accepted": {
    root: "bill",
    cause: {
      en: "Something is billed as an extra that your contract does not list: a lens may be hidden there.",
      fr: "Un élément est facturé en supplément alors que votre contrat ne le prévoit pas : un verre peut s'y cacher.",
    },
    ask: {
      en: "Ask the optician what this line is, and for an invoice that bills lenses as lenses.",
      fr: "Demandez à l'opticien ce qu'est cette ligne, et une facture qui porte les verres comme verres.",
    },
  },
  "told-not-opened": {
    root: "disclosure",
    cause: {
      en: "You were told of something that the certificate does not open, so that it was compared with nothing: {aspect}.",
      fr: "On vous décrit un élément que le certificat n'ouvre pas, et qui n'a été comparé à rien : {aspect}.",
    },
    ask: {
      en: "Rely on it only with a certificate that opens it; require it in your policy if it decides.",
      fr: "Ne vous y fiez qu'avec un certificat qui l'ouvre ; exigez-le dans votre politique s'il est décisif.",
    },
  },
};
