import type { StageName } from "../en/names.js";
import type * as en from "../en.js";
import type { Translation } from "../translation.js";
import { capital, enumerated } from "../wording.js";
import { EYES, names } from "./names.js";

const Label = (stage: StageName | undefined) => capital(stage ? names.stages[stage] : names.statement);

const author = (stage: StageName | undefined) =>
  stage === undefined ? "son auteur" : stage === "shipment" || stage === "stock" ? "le verrier" : "l'opticien";

const toAuthor = (stage: StageName | undefined) =>
  stage === undefined ? "à son auteur" : stage === "shipment" || stage === "stock" ? "au verrier" : "à l'opticien";

const bracketed = (stage: StageName | undefined) => (stage ? ` (${names.stages[stage]})` : "");

const bracketedNames = (aspects: string | undefined) => (aspects ? ` (${aspects})` : "");

const named = (maker: string | undefined) => (maker ? ` (${maker})` : "");

const by = (until: string | undefined) => (until ? ` jusqu'au ${until}` : "");

const orAfter = (until: string | undefined) => (until ? `, ou après le ${until}` : "");

const verifyAgain = ({ until }: { readonly until?: string | undefined }) =>
  `Ne payez rien encore : vérifiez à nouveau dès que l'élément attendu est là${orAfter(until)}.`;

const colon = (aspects: string | undefined) => (aspects ? ` : ${aspects}` : "");

const on = (aspects: string | undefined) => (aspects ? ` sur : ${aspects}` : "");

type Deviating = Omit<Parameters<typeof en.deviations.manyValues>[0], "stages" | "values">;

const DONE = { quote: "devisé", order: "commandé", shipment: "livré", invoice: "facturé", stock: "livré" };

const done = (stages: readonly StageName[], { eyes }: Deviating) =>
  enumerated(
    stages.map((stage) => (eyes === "both" ? `${DONE[stage]}s` : DONE[stage])),
    "et",
  );

const areNot = ({ eyes }: Deviating) => (eyes === "both" ? "ne sont pas" : "n'est pas");

const subject = ({ kind, eyes }: Deviating) => {
  if (eyes === "both") {
    return {
      lens: "Les verres",
      code: "Les codes de regroupement des verres",
      prescription: "Les corrections des verres",
    }[kind];
  }
  const lens = `verre ${EYES[eyes]}`;
  return { lens: `Le ${lens}`, code: `Le code de regroupement du ${lens}`, prescription: `La correction du ${lens}` }[
    kind
  ];
};

const again = ({ kind, eyes }: Deviating) => {
  if (kind === "lens") return eyes === "both" ? "ceux" : "celui";
  if (eyes === "both") return kind === "code" ? "ceux des verres" : "celles des verres";
  return kind === "code" ? "celui du verre" : "celle du verre";
};

const theSame = ({ kind, eyes }: Deviating) =>
  eyes === "both" ? "les mêmes" : kind === "prescription" ? "la même" : "le même";

export const explanations: Translation<typeof en.explanations> = {
  "malformed-statement": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration contient un élément qui n'y a pas sa place et ne compte pas (logiciel fautif ou fichier modifié).`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} de la déclarer à nouveau avec un logiciel conforme ; rien n'est dû sur celle-ci.`,
  },
  "other-dossier": {
    cause: ({ stage }) =>
      `Une déclaration d'un autre dossier${bracketed(stage)} a été mêlée à celui-ci : elle n'y prouve rien et peut cacher que rien n'a été fabriqué.`,
    ask: "Demandez à l'opticien les déclarations de ce dossier, et à quel dossier appartient l'autre.",
  },
  "bad-inclusion": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration présentée n'est pas celle qui a été signée, elle a été modifiée après coup.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)}, directement, son propre reçu de cette déclaration, et à l'opticien d'où vient celui qui est modifié.`,
  },
  "bad-signature": {
    cause: ({ stage }) =>
      `${Label(stage)} : la signature n'est pas celle de l'auteur désigné ; elle est fausse, empruntée ou faite pour d'autres contrats.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)}, directement, s'il est l'auteur de cette déclaration, et le reçu qu'il a signé.`,
  },
  "not-anchored": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration n'a aucune date dans la chaîne ; elle a pu être écrite après coup.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} le reçu ancré ; à défaut, ce qui prouve la date (document daté, message).`,
    pending: {
      cause: ({ stage, until }) =>
        `${Label(stage)} : la déclaration est signée et n'a pas encore de date dans la chaîne ; son ancrage peut encore venir${by(until)}.`,
      ask: verifyAgain,
    },
  },
  "anchor-before-issue": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration se dit signée après l'instant où la chaîne l'a vue ; sa date est fausse (postdatée).`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} pourquoi la déclaration est postdatée ; si une horloge était fausse, de la déclarer à nouveau.`,
  },
  "late-anchor": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration n'est parvenue à la chaîne que longtemps après la date qu'elle se donne ; elle peut être antidatée.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} ce qui prouve la date avancée (document daté, message), et ce qui a retardé l'ancrage.`,
  },
  "unknown-key": {
    cause: ({ stage }) => `${Label(stage)} : le signataire n'est pas inscrit ; aucune entreprise connue n'en répond.`,
    ask: "Demandez à l'opticien qui a fait cette déclaration, et au conseil si cette entreprise est inscrite.",
    at: {
      shipment: {
        cause: "Livraison : le signataire n'est pas inscrit ; aucun verrier connu ne dit avoir fabriqué ces verres.",
        ask: "Demandez à l'opticien quel verrier a livré et son bon de livraison ; demandez au conseil si ce verrier est inscrit.",
      },
    },
  },
  "key-not-valid": {
    cause: ({ stage }) =>
      `${Label(stage)} : la clé de signature n'était pas valable à cette date (pas encore ajoutée, révoquée ou volée) ; son titulaire n'en est peut-être pas l'auteur.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)}, par un contact connu de vous, s'il en est l'auteur ; si oui, de la déclarer à nouveau avec une clé valable.`,
    keys: {
      "not-yet": ({ stage }) =>
        `${Label(stage)} : la clé de signature n'appartenait encore à personne à cette date ; ${author(stage)} n'en est peut-être pas l'auteur.`,
      revoked: ({ stage }) =>
        `${Label(stage)} : la clé de signature était déjà révoquée ; ${author(stage)} n'en est peut-être pas l'auteur.`,
      compromised: ({ stage }) =>
        `${Label(stage)} : la clé de signature est déclarée volée depuis une date antérieure ; ${author(stage)} n'en est peut-être pas l'auteur.`,
    },
  },
  "wrong-role": {
    cause: ({ stage }) =>
      `${Label(stage)} : l'auteur de la déclaration ${stage ? "n'est pas un opticien" : "n'a pas le rôle requis à cette étape"}.`,
    ask: ({ stage }) =>
      `Demandez ${stage ? "à l'opticien du dossier" : "à la partie dont c'est le rôle"} de la déclarer ${stage ? "lui-même" : "elle-même"}, et au conseil à quel titre le signataire est inscrit.`,
    at: {
      shipment: {
        cause:
          "Livraison : l'auteur de la déclaration n'est pas un verrier ; aucun fabricant ne dit avoir fait ces verres.",
        ask: "Demandez à l'opticien qui a fabriqué les verres, le bon de livraison, et que ce verrier déclare lui-même sa livraison.",
      },
    },
  },
  "party-suspended": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration a été faite alors que le conseil avait suspendu son auteur.`,
    ask: "Demandez au conseil pourquoi cette partie était suspendue et jusqu'à quand ; ne payez rien avant sa réponse.",
  },
  withdrawn: {
    cause: ({ stage }) =>
      `${Label(stage)} : son auteur a retiré la déclaration et rien de ce qui est présenté ne la remplace.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} la raison du retrait, et la déclaration qui la remplace s'il y en a une.`,
    at: {
      shipment: {
        cause:
          "Le verrier a retiré sa livraison et rien de ce qui est présenté ne la remplace : les verres facturés ne sont plus livrés.",
        ask: "Demandez au verrier pourquoi (retour, casse, erreur), et à l'opticien la nouvelle livraison ou un avoir.",
      },
      invoice: {
        cause: "L'opticien a annulé cette facture et la présente néanmoins.",
        ask: "Demandez à l'opticien la facture valable, ou la confirmation que plus rien n'est facturé.",
      },
      quote: {
        cause: "L'opticien a retiré ce devis et le présente néanmoins : le porteur a peut-être renoncé.",
      },
    },
  },
  "superseded-without-justification": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration en remplace une autre pour un motif que vous n'admettez pas, ou la première n'a pas été retirée.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} pourquoi elle a été remplacée, ce qui le prouve, et de retirer dans la chaîne ce qui n'est plus valable.`,
  },
  justified: {
    cause: ({ stage }) => `${Label(stage)} : rectification pour un motif admis ; ce qu'elle remplace a été retiré.`,
    ask: () => "Rien ; lors d'un contrôle, le motif peut être documenté.",
    reasons: {
      substitution: {
        cause:
          "Le verrier a livré un autre produit que celui commandé, et le dit : code, classe et correction sont ceux de la commande, et la facture déclare ce qui a été fabriqué.",
        ask: "Rien ; lors d'un contrôle, le verrier peut documenter le remplacement du produit.",
      },
    },
  },
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
  "already-settled": {
    cause:
      "Cette part de la facture est déjà réglée : elle est demandée une seconde fois, à vous ou à un autre organisme.",
    ask: "Ne payez rien. Demandez à l'opticien qui l'a réglée, et pourquoi elle est présentée à nouveau.",
    byYou: {
      cause: "Vous avez déjà réglé cette part de la facture : elle vous est demandée une seconde fois.",
      ask: "Ne payez rien. Demandez à l'opticien pourquoi elle est présentée à nouveau ; lors d'un contrôle, admettez vos propres règlements dans la politique.",
    },
  },
  "other-invoice-settled": {
    cause:
      "Une autre facture du même dossier, ou celle-ci avec d'autres parts, est déjà réglée : les mêmes lunettes sont facturées deux fois.",
    ask: "Ne payez rien. Demandez à l'opticien quelle facture est valable, et quel partage il a annoncé à chaque organisme.",
  },
  "settled-by-asker": {
    cause: "Vous avez réglé cette part vous-même.",
    ask: "Rien.",
  },
  "missing-link": {
    cause: ({ stage }) =>
      `${Label(stage)} : cette déclaration en corrige une que le certificat ne montre pas ; nul ne voit ce qui a changé.`,
    ask: "Demandez à l'opticien un certificat qui contienne la déclaration remplacée.",
  },
  "forked-correction": {
    cause: ({ stage }) =>
      `Deux corrections de la même déclaration${bracketed(stage)} sont toutes deux en vigueur et se répètent.`,
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} laquelle est valable, et de retirer l'autre dans la chaîne.`,
  },
  "broken-link": {
    cause: ({ stage }) =>
      `${Label(stage)} : cette déclaration dit en remplacer une d'un autre auteur ou d'une autre étape, toujours en vigueur.`,
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} ce qu'il voulait corriger, et de retirer ce qui est faux.`,
  },
  "quote-too-old": {
    cause:
      "La facture repose sur un devis plus ancien que votre politique ne l'admet : ses prix ne sont peut-être plus ceux du contrat.",
    ask: "Demandez à l'opticien un nouveau devis accepté par le porteur, déclaré avant la facture.",
  },
  "not-final": {
    cause: ({ stage }) =>
      `${Label(stage)} : l'ancrage est trop récent pour votre politique ; une réorganisation pourrait encore l'effacer.`,
    ask: "Ne payez rien encore : vérifiez à nouveau une fois passé le délai de votre politique.",
    pending: {
      cause: ({ stage, until }) =>
        `${Label(stage)} : l'ancrage est trop récent pour votre politique ; une réorganisation pourrait encore l'effacer${by(until)}.`,
      ask: ({ until }) =>
        `Ne payez rien encore : vérifiez à nouveau ${until ? `après le ${until}` : "une fois passé le délai de votre politique"}.`,
    },
  },
  "stock-not-used": {
    cause:
      "Le verre de stock n'a pas été consommé dans la chaîne à la date de la facture : il peut être vendu à un autre porteur.",
    ask: "Demandez à l'opticien quel verre il a monté, et quand il l'a consommé. Une tolérance plus longue admet un retard expliqué.",
    pending: {
      cause: ({ until }) =>
        `Le verre de stock n'est pas encore consommé dans la chaîne : le magasin peut encore le faire${by(until)}.`,
      ask: verifyAgain,
    },
  },
  "stock-used-elsewhere": {
    cause: "Le même verre de stock a servi à un autre dossier, ou à l'autre œil : un verre est facturé deux fois.",
    ask: "Ne payez rien. Demandez à l'opticien quel verre le porteur a reçu, et dans quel dossier celui-ci a servi.",
  },
  "stock-of-another-store": {
    cause: "Le verre de stock est un autre, ou le verrier ne l'a pas livré au magasin qui le facture.",
    ask: "Demandez à l'opticien de qui il tient ce verre, et au verrier à quel magasin il l'a livré.",
  },
  "wrong-chain": {
    cause: "Le certificat renvoie à une autre chaîne ou à d'autres contrats que les vôtres : rien n'y est vérifiable.",
    ask: "Demandez à l'opticien un certificat fait avec les contrats que vous reconnaissez ; ne payez rien sur celui-ci.",
  },
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

export const deviations: Translation<typeof en.deviations> = {
  twoValues: ({ some, others, behind, ...lens }) =>
    `${subject(lens)} ${done(some, lens)} ${areNot(lens)} ${again(lens)} ${done(others, lens)}${behind ? ` : ${behind}` : ""}.`,
  manyValues: ({ stages, values, ...lens }) =>
    `${subject(lens)} ${done(stages, lens)} ${areNot(lens)} ${theSame(lens)} : ${values} valeurs différentes.`,
  behind: {
    code: {
      maker: "la facture est peut-être plus élevée que ce qui a été fabriqué",
      optician: "la facture est peut-être plus élevée que ce qui a été fabriqué",
      invoice: "le code a peut-être été relevé sur la facture",
      quote: "le code a changé après le devis",
    },
    lens: {
      maker: "verre substitué, ou traitement facturé et non réalisé",
      optician: "un autre verre, peut-être moins cher, a été commandé que celui qui est facturé",
      invoice: "ce qui est facturé n'a jamais été fabriqué",
      quote: "le porteur n'a pas reçu ce que le devis promettait",
    },
    prescription: {
      maker: "correction majorée pour un code plus cher, ou erreur de fabrication",
      optician: "le verre fabriqué ne répond pas à ce qui a été prescrit et devisé",
      quote: "la correction a changé après le devis",
    },
  },
  ask: {
    code: "Demandez au verrier de confirmer le code de regroupement de ce qu'il a livré, et à l'opticien une facture à ce code.",
    lens: "Demandez au verrier son bon de livraison, et à l'opticien de faire refaire l'équipement facturé ou de rectifier la facture.",
    prescription:
      "Ne demandez pas l'ordonnance. Demandez à l'opticien et au verrier de comparer commande et fabrication, et de déclarer la refabrication ou le changement.",
    newQuote:
      "Demandez à l'opticien le nouveau devis accepté par le porteur, et pourquoi il n'a pas été déclaré avant la commande.",
  },
};
