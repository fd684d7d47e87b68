import type * as en from "../../en/explanations/dossier.js";
import type { Translation } from "../../translation.js";
import { capital } from "../../wording.js";
import { names } from "../names.js";
import { bracketed, bracketedNames, by, Label, toAuthor, verifyAgain } from "./words.js";

const on = (aspects: string | undefined) => (aspects ? ` sur : ${aspects}` : "");

export const dossier: Translation<typeof en.dossier> = {
  "missing-statement": {
    cause: "Rien n'a été déclaré à une étape que ce dossier suppose.",
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} la déclaration manquante et le document du jour.`,
    pending: {
      cause: ({ stage, until }) =>
        `${stage ? capital(names.stages[stage]) : "Une étape que ce dossier suppose"} : rien n'est encore déclaré ; la déclaration peut encore venir${by(until)}.`,
      ask: verifyAgain,
    },
    at: {
      quote: {
        cause: "Aucun devis n'a été déclaré : rien ne montre ce que le porteur a accepté avant la vente.",
        ask: "Demandez à l'opticien le devis daté et signé par le porteur ; le devis est obligatoire.",
      },
      order: {
        cause: "Aucune commande n'a été déclarée : rien ne montre que ces verres aient été commandés.",
        ask: "Demandez à l'opticien la commande passée au verrier, avec sa référence.",
      },
      shipment: {
        cause:
          "Aucun verrier n'a déclaré de livraison : rien ne montre que les verres facturés aient été fabriqués (équipement fictif ?).",
        ask: "Demandez à l'opticien quel verrier a livré et son bon de livraison, et à ce verrier de déclarer sa livraison ; ne payez rien avant.",
      },
      invoice: {
        cause: "Aucune facture n'a été déclarée : ce qui est demandé n'est pas facturé dans ce dossier.",
        ask: "Demandez à l'opticien la facture de ce dossier ; rien n'est dû sans elle.",
      },
    },
  },
  "same-party": {
    cause: "L'opticien a déclaré lui-même la livraison : aucun verrier indépendant ne dit avoir fabriqué ces verres.",
    ask: "Demandez à l'opticien quel verrier a fabriqué les verres et son bon de livraison ; ce verrier doit déclarer lui-même la livraison.",
  },
  "store-mismatch": {
    cause: ({ stage }) =>
      `${Label(stage)} : l'auteur n'est pas l'opticien du reste du dossier ; le dossier d'un autre magasin a pu être facturé.`,
    ask: "Demandez au magasin demandeur ce qui le lie à l'autre (siège, cession), preuve à l'appui ; qui a fait le devis et la commande doit facturer.",
  },
  "ambiguous-statement": {
    cause: ({ stage, aspects }) =>
      `Deux déclarations de la même étape${bracketed(stage)} sont toutes deux en vigueur et se contredisent${on(aspects)}. L'une est fausse.`,
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} laquelle est valable, et de retirer l'autre dans la chaîne.`,
  },
  "missing-aspect": {
    cause: ({ stage, aspects }) =>
      `${Label(stage)} : rien n'est dit d'un élément que la facture suppose${bracketedNames(aspects)}.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} de déclarer ce qui manque, ou à l'opticien une facture rectifiée sans cet élément.`,
    pending: {
      cause: ({ stage, aspects, until }) =>
        `${Label(stage)} : rien n'est encore dit d'un élément que la facture suppose${bracketedNames(aspects)} ; une déclaration peut encore venir${by(until)}.`,
      ask: verifyAgain,
    },
    at: {
      payer: {
        cause: "La facture ne vous désigne pas comme payeur : elle peut être présentée à n'importe quel organisme.",
        ask: "Demandez à l'opticien une facture rectifiée qui vous désigne, avec votre rang et votre part ; ne payez rien sur celle-ci.",
      },
      prescription: {
        ask: ({ stage }) =>
          `Ne demandez pas l'ordonnance. Demandez ${toAuthor(stage)} de déclarer la correction (elle vous reste cachée).`,
      },
    },
  },
  "aspect-mismatch": {
    cause: ({ aspects }) => `Les étapes ne concordent pas${on(aspects)}.`,
    ask: "Demandez à l'opticien et au verrier ce qui a vraiment été commandé et livré, et une déclaration rectifiée.",
    at: {
      orderReference: {
        cause: ({ aspects }) =>
          `Le verrier a livré sous une autre référence de commande que celle de l'opticien${bracketedNames(aspects)} : ce sont peut-être les verres d'une autre commande.`,
        ask: "Demandez au verrier pour quelle commande il a livré, et à l'opticien la référence de la sienne.",
      },
      billing: {
        cause:
          "Les lignes ou les prix facturés ne sont pas ceux du devis : un prix ou un code a changé après l'accord du porteur.",
        ask: "Demandez à l'opticien le devis signé par le porteur et ce qui explique l'écart ; un nouveau devis doit précéder la facture.",
      },
      frame: {
        cause: "La monture facturée n'est pas celle du devis : monture échangée, ou facturée dans une autre classe.",
        ask: "Demandez à l'opticien la référence de la monture remise, et un nouveau devis ou une facture rectifiée.",
      },
      reference: {
        cause:
          "Le devis porte un autre magasin ou un autre numéro de dossier que la facture : deux dossiers ont pu être réunis.",
        ask: "Demandez à l'opticien à quel dossier appartient le devis, et le devis du dossier facturé.",
      },
    },
  },
  "out-of-order": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration est parvenue à la chaîne avant une étape qui doit la précéder ; le dossier a pu être complété après coup.`,
    ask: "Demandez à l'opticien le devis et la commande datés, et pourquoi leur ancrage est si tardif.",
    at: {
      invoice: {
        cause:
          "La facture a été déclarée avant la livraison ou une autre étape qui doit la précéder : ce qui est facturé n'existait peut-être pas.",
        ask: "Demandez à l'opticien quand le porteur a reçu ses lunettes, et au verrier quand il a livré.",
      },
    },
    rewritten: {
      cause: ({ correction, stage }) =>
        `${Label(correction)} : la déclaration a été réécrite après l'étape « ${names.stages[stage]} », en changeant ce que celle-ci dit ; elle y a été ajustée, ou ne l'a jamais précédée.`,
      ask: () =>
        "Ne payez rien sur la déclaration réécrite. Demandez à l'opticien celle que le porteur ou le verrier a reçue, avec sa date.",
    },
  },
};
