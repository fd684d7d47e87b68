import type * as en from "../../en/explanations/claim.js";
import type { Translation } from "../../translation.js";
import { bracketedNames, by, Label, orAfter, toAuthor } from "./words.js";

const named = (maker: string | undefined) => (maker ? ` (${maker})` : "");

const colon = (aspects: string | undefined) => (aspects ? ` : ${aspects}` : "");

export const claim: Translation<typeof en.claim> = {
  "store-not-claimant": {
    cause: "Le magasin demandeur n'est pas celui qui a signé la facture : c'est le dossier d'un autre magasin.",
    ask: "Demandez au magasin demandeur comment il détient ce dossier, et le certificat de sa propre facture.",
  },
  "claim-does-not-open": {
    cause: ({ aspects }) => `La demande que vous avez reçue ne dit pas ce que la facture a déclaré${colon(aspects)}.`,
    ask: "Demandez à l'opticien la demande telle qu'elle a été facturée, et comparez-la à celle que vous avez reçue.",
    at: {
      reference: {
        cause:
          "La demande porte un autre magasin ou un autre numéro de dossier que la facture : c'est peut-être le dossier d'un autre patient.",
        ask: "Demandez à l'opticien à quel dossier appartient ce certificat, et le certificat du dossier demandé.",
      },
      payer: {
        cause: "La demande et la facture diffèrent sur votre part : organisme, prise en charge, rang ou montant.",
        ask: "Comparez numéro AMC, prise en charge et montant à votre propre accord ; demandez à l'opticien de rectifier facture ou demande.",
      },
      billing: {
        cause: "Les lignes ou les prix demandés ne sont pas ceux qui ont été facturés : la demande a été modifiée.",
        ask: "Demandez à l'opticien la facture remise au porteur, et comparez-la ligne à ligne à la demande.",
      },
      frame: {
        cause: "La monture qui vous est annoncée n'est pas celle qui est facturée, ou aucune ne l'est.",
        ask: "Demandez à l'opticien la référence de la monture remise.",
      },
      lens: {
        cause: ({ aspects }) =>
          `Le verre qui vous est annoncé n'est pas celui qui est facturé${bracketedNames(aspects)}.`,
        ask: "Demandez à l'opticien le verre remis (code et traitements du verrier), et au verrier son bon de livraison.",
      },
    },
  },
  "code-billing-disagree": {
    cause: ({ aspects }) =>
      `Le verre est facturé sous un code ou une classe qui n'est pas celui déclaré, ou facturé sans être déclaré${colon(aspects)}.`,
    ask: "Demandez à l'opticien une facture au code déclaré par le verrier ; demandez au verrier de confirmer ce code.",
  },
  "shares-exceed-total": {
    cause: "Les organismes paieraient ensemble plus que le prix des lunettes.",
    ask: "Demandez à l'opticien la part de chaque organisme, et à l'autre organisme ce qu'il règle.",
  },
  "not-disclosed": {
    cause: ({ aspects }) => `Le certificat ne dévoile pas ce que votre contrat vous permet de voir${colon(aspects)}.`,
    ask: "Demandez à l'opticien un certificat qui l'ouvre, et la valeur si la demande ne la donne pas.",
  },
  "payers-disagree": {
    cause:
      "On vous présente comme seul payeur alors que la facture désigne un autre organisme : chacun peut payer le tout.",
    ask: "Demandez à l'opticien la part de chaque organisme, et à l'assuré ses autres garanties ; ne payez pas comme seul payeur.",
  },
  "frame-billing-disagree": {
    cause: "Une monture est facturée sans être déclarée, ou déclarée dans une autre classe.",
    ask: "Demandez à l'opticien la référence et la classe de la monture remise, et une facture rectifiée.",
  },
  "band-not-proven": {
    cause: ({ aspects }) =>
      `Votre politique demande la preuve que le code facturé convient à la correction, et elle manque${colon(aspects)}.`,
    ask: "Demandez à l'opticien un certificat avec cette preuve. Ne demandez pas l'ordonnance.",
  },
  "band-wrong": {
    cause: ({ aspects }) =>
      `Ce qui est prouvé de la correction n'est pas ce que dit le code facturé${bracketedNames(aspects)}.`,
    ask: "Demandez à l'opticien la preuve du code facturé, ou une facture au bon code. Ne demandez pas l'ordonnance.",
  },
  "renewal-not-proven": {
    cause: "L'équipement est renouvelé de façon anticipée, et rien ne prouve que la vue a changé.",
    ask: "Demandez à l'opticien un certificat avec la preuve du changement. Ne demandez pas l'ordonnance.",
  },
  "proof-does-not-verify": {
    cause:
      "Une preuve présentée ne vaut pas pour ce qui a été déclaré : elle relève d'un autre dossier ou d'un autre verre, ou elle est contrefaite.",
    ask: "Demandez à l'opticien une preuve faite pour ce dossier. Ne demandez pas l'ordonnance.",
  },
  "development-keys": {
    cause:
      "Les preuves sont faites avec des clés de développement, avec lesquelles chacun peut en contrefaire : elles ne montrent rien.",
    ask: "Demandez à l'opticien des preuves faites avec les clés de la cérémonie.",
  },
  "extras-not-accepted": {
    cause: "Un élément est facturé en supplément alors que votre contrat ne le prévoit pas : un verre peut s'y cacher.",
    ask: "Demandez à l'opticien ce qu'est cette ligne, et une facture où les verres figurent comme verres.",
  },
  "told-not-opened": {
    cause: ({ aspects }) =>
      `On vous décrit un élément que le certificat n'ouvre pas, et qui n'a été comparé à rien${colon(aspects)}.`,
    ask: "Ne vous y fiez qu'avec un certificat qui l'ouvre ; exigez-le dans votre politique s'il est décisif.",
  },
  "issued-in-future": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration se dit signée plus tard que maintenant ; sa date est fausse, ou une horloge l'est.`,
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} de régler son horloge et de déclarer à nouveau.`,
  },
  "void-withdrawal": {
    cause: ({ stage }) =>
      `${Label(stage)} : le retrait a été fait avec une clé ou un compte passé en d'autres mains ; il est sans effet et la déclaration compte.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)}, par un contact connu de vous, s'il maintient sa déclaration ; sinon, de la retirer avec une clé valable.`,
  },
  "linked-store": {
    cause: ({ stage }) =>
      `${Label(stage)} : l'auteur est un autre magasin de la même entreprise, ou un magasin repris ; les deux ont consenti à ce lien dans la chaîne.`,
    ask: "Rien.",
  },
  "affiliated-maker": {
    cause:
      "Le conseil a déclaré que le verrier et le magasin sont liés : sa livraison n'est pas une confirmation indépendante.",
    ask: "Lors d'un contrôle, demandez au verrier son bon de livraison et ses propres achats pour cette commande.",
  },
  "maker-not-opened": {
    cause: ({ aspects }) =>
      `Le certificat ne montre pas quel verrier la commande désigne${bracketedNames(aspects)} ; nul ne peut vérifier qui a fabriqué le verre.`,
    ask: "Demandez à l'opticien un certificat qui montre le verrier tel qu'il a été commandé.",
  },
  "maker-mismatch": {
    cause: ({ aspects, maker }) =>
      `La livraison a été déclarée par une autre partie que le verrier désigné dans la commande${named(maker)}${bracketedNames(aspects)}.`,
    ask: "Demandez à l'opticien à quel verrier il a commandé, et à l'auteur de la livraison pour quelle commande il a livré.",
  },
  "maker-not-enrolled": {
    cause: ({ aspects, maker }) =>
      `La commande désigne un verrier qui ne participait pas à cette date${named(maker)} : nul tiers ne peut confirmer que le verre a été fabriqué${bracketedNames(aspects)}. Ce n'est pas une accusation.`,
    ask: ({ maker }) =>
      `Demandez au verrier désigné${named(maker)} son bon de livraison, et au conseil si et quand il participe ; réglez selon vos règles pour les verriers qui ne participent pas.`,
  },
  "maker-statement-missing": {
    cause: ({ aspects, maker }) =>
      `Le verrier désigné dans la commande participe${named(maker)}, et sa déclaration de livraison manque${bracketedNames(aspects)}. C'est celle du verrier qui manque : cela ne dit rien contre l'opticien.`,
    ask: ({ maker }) =>
      `Demandez au verrier${named(maker)} s'il a fabriqué le verre, et de déclarer sa livraison ; puis à l'opticien un nouveau certificat.`,
    pending: {
      cause: ({ aspects, maker, until }) =>
        `Le verrier désigné dans la commande participe${named(maker)}, et n'a pas encore déclaré sa livraison${bracketedNames(aspects)}. Elle peut encore venir${by(until)}.`,
      ask: ({ until }) =>
        `Ne payez rien encore. Vérifiez à nouveau, avec un nouveau certificat, dès que le verrier a déclaré sa livraison${orAfter(until)}.`,
    },
  },
  "maker-suspended": {
    cause: ({ maker }) =>
      `Le verrier désigné dans la commande${named(maker)} était suspendu par le conseil à la date de la commande.`,
    ask: "Demandez au conseil pourquoi et jusqu'à quand, et au verrier son bon de livraison.",
  },
  "quote-after-invoice": {
    cause: "Le prix a été devisé après avoir été facturé : le devis a été écrit, ou ajusté, après la vente.",
    ask: "Demandez à l'opticien le devis daté que le porteur a accepté avant la vente ; ne payez rien sur celui-ci.",
  },
  "quote-changed-after-order": {
    cause: "Le devis a été rectifié après la commande, et ses prix ou sa monture ont changé.",
    ask: "Demandez à l'opticien ce qui a changé, et les deux devis tels que le porteur les a acceptés.",
  },
  "quote-reference-changed": {
    cause: "Le devis a été rectifié après la commande, et seul son numéro de dossier a changé.",
    ask: "Rien.",
  },
  "grant-missing": {
    cause:
      "Le certificat ne contient aucun accord par lequel vous pourriez régler cette part : il se vérifie, mais la part ne peut être marquée réglée.",
    ask: "Demandez à l'opticien un certificat fait pour vous, avec votre carte d'organisme.",
  },
  "grant-invalid": {
    cause:
      "L'accord du certificat n'est pas pour vous, ni pour cette facture et cette part, ou n'est pas signé de la clé du dossier : il a été fait pour un autre, ou contrefait.",
    ask: "Ne payez rien. Demandez à l'opticien un certificat fait pour vous, et à qui vous l'a transmis d'où vient celui-ci.",
  },
  "grant-outdated": {
    cause:
      "Une marque de ce dossier a été libérée ou déplacée depuis la signature de l'accord : nul ne peut plus régler avec lui.",
    ask: "Demandez à l'opticien un nouveau certificat, et ce qu'est devenu le règlement précédent.",
  },
  "released-before": {
    cause:
      "Une part de ce dossier a déjà été marquée réglée, puis la marque a été libérée ou déplacée : quelqu'un a peut-être déjà payé.",
    ask: "Demandez à l'opticien de quel organisme il s'agit, pourquoi la marque a été reprise, et si de l'argent a été rendu.",
  },
  "maker-not-known": {
    cause: ({ maker }) => `La commande désigne un verrier absent de votre liste de verriers connus${named(maker)}.`,
    ask: ({ maker }) =>
      `Demandez à l'opticien qui est ce verrier${named(maker)}, et son bon de livraison ; ajoutez-le à la liste si vous le connaissez.`,
  },
  "maker-is-claimant": {
    cause: ({ maker }) =>
      `La commande désigne comme verrier l'entreprise même du magasin demandeur${named(maker)} : nul tiers ne confirme le verre.`,
    ask: "Demandez à l'opticien où le verre a été fabriqué, et les documents d'achat du palet.",
  },
  "claim-repeated": {
    cause:
      "La même part du même dossier figure sur une ligne précédente de cet audit : elle est demandée une seconde fois.",
    ask: "Ne payez rien de plus que l'une des deux. Demandez à qui a transmis les demandes pourquoi elle y est deux fois.",
  },
  "claim-of-another-insurer": {
    cause: "La demande est adressée à un autre organisme : elle vous parvient par erreur, ou plusieurs la reçoivent.",
    ask: "Ne payez rien. Demandez à qui l'a transmise pourquoi elle vous parvient, et à l'opticien quel organisme il vise.",
  },
};
