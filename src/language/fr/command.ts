import type * as en from "../en.js";
import type { Translation } from "../translation.js";
import { EYES } from "./names.js";

// En français, zéro est au singulier.
const plural = (count: number, one: string, many: string) => `${count} ${count < 2 ? one : many}`;

export const command: Translation<typeof en.command> = {
  program: {
    description:
      "Conformité de l'équipement optique : ce qui est facturé est ce qui a été commandé, fabriqué et livré.",
    version: "afficher le numéro de version",
    json: "un résultat JSON sur la sortie standard",
    lang: ({ languages }) => `${languages} (par défaut : LANG)`,
    or: " ou ",
    home: "dossier d'un participant : nœud, déploiement, clé, identité et coffre (CLAIREVOIE_HOME)",
    exitCodes:
      "Codes de sortie : 0 fait, ou conforme ; 1 non conforme ; 2 entrée ou usage incorrects ; 3 chaîne injoignable, autre, ou qui refuse ; 4 en attente ; 5 non vérifiable.",
    help: "afficher l'aide de la commande",
    choice: (value) => value,
    choices: ({ choices }) => `au choix : ${choices}`,
    byDefault: ({ value }) => `par défaut : ${value}`,
    and: " ; ",
    titles: {
      arguments: "Arguments :",
      options: "Options :",
      usage: "Usage :",
      globalOptions: "Options communes :",
      commands: "Commandes :",
    },
  },
  usage: {
    unknownCommand: ({ given }) => `commande inconnue « ${given} »`,
    unknownOption: ({ given }) => `option inconnue « ${given} »`,
    missingArgument: ({ given }) => `il manque l'argument « ${given} »`,
    missingMandatoryOptionValue: ({ given }) => `il manque l'option « ${given} »`,
    optionMissingArgument: ({ given }) => `il manque la valeur de l'option « ${given} »`,
    invalidArgument: ({ given, value, choices }) =>
      `l'option « ${given} » ne peut être « ${value} » ; au choix : ${choices}`,
    excessArguments: ({ given }) => `trop d'arguments pour « ${given} »`,
    meant: ({ guess }) => ` ; vouliez-vous dire ${guess} ?`,
    help: ({ command }) => ` ; voyez \`${command} --help\``,
  },
  failure: {
    unexpected:
      "une défaillance inattendue ; signalez-la avec la commande lancée (relancez avec CLAIREVOIE_DEBUG=1 pour son origine)",
  },
  options: {
    policy: "ce qui est accepté, en JSON",
    rank: "1 ou 2",
    identity: "votre fichier d'identité (CLAIREVOIE_IDENTITY)",
    asker:
      "votre fichier d'identité (CLAIREVOIE_IDENTITY) : vos propres règlements, et les demandes à d'autres, sont reconnus",
    amc: "votre numéro AMC, à la place d'une identité : les demandes à d'autres sont reconnues",
    out: "où l'écrire",
    once: "lire jusqu'au dernier bloc, puis s'arrêter",
    yes: "ne pas demander",
    interval: "entre deux lectures",
    anchor: "le signer et l'ancrer aussitôt ; le résultat est son reçu",
    rpc: "nœud JSON-RPC (CLAIREVOIE_RPC_URL ; par défaut http://127.0.0.1:8545)",
    deployment: "fichier de déploiement (CLAIREVOIE_DEPLOYMENT ; par défaut deployments/<id de chaîne>.json)",
    supersedes: "la déclaration que celle-ci remplace",
    reason:
      "pourquoi : breakage, laboratory-remake, adaptation-warranty, prescription-change, order-change, clerical-error",
    claim: "la demande de chaque certificat, dans le même ordre",
    index: "prendre les faits d'un index local (clairevoie index), sans interroger de nœud",
    maxAge: "refuser un index dont le dernier bloc est plus ancien",
    keystore: "clé chiffrée (CLAIREVOIE_KEYSTORE) ; en CI, plutôt CLAIREVOIE_PRIVATE_KEY",
    passphraseFile: "fichier de la phrase secrète de la clé (ou CLAIREVOIE_PASSPHRASE, ou demandée)",
    dryRun: "dire ce que cela coûterait, sans rien envoyer",
    trust: "le nœud, plusieurs nœuds qui s'accordent (--rpc répété), ou personne : des preuves contre un bloc",
    agree: "combien de nœuds doivent s'accorder (par défaut : plus de la moitié)",
    blockHash: "le bloc de confiance, pour --trust proof (par défaut : celui sur lequel plusieurs nœuds s'accordent)",
    vault: "où les dossiers sont gardés, chiffrés (CLAIREVOIE_VAULT ; par défaut vault)",
    vaultPassphraseFile: "fichier de sa phrase secrète (ou CLAIREVOIE_VAULT_PASSPHRASE, ou demandée)",
  },
  arguments: {
    dossier: "identifiant du dossier",
  },
  said: {
    written: ({ file }) => `Écrit dans ${file}.`,
    statement: ({ hash }) => `Déclaration ${hash}.`,
    anchored: ({ root, gas }) => `Ancrée sous la racine ${root}, ${gas} gaz.`,
    reorganised: "La chaîne a été réorganisée : ce qui a changé a été relu.",
    wouldUse: ({ gas, price }) => `Utiliserait ${gas} gaz, ${price}. Rien n'a été envoyé.`,
  },
  anchor: {
    description:
      "Ancrer des lots, les vôtres ou non, sous une racine, et établir leurs reçus ; recommencer ne coûte rien",
    arguments: {
      batches: "fichiers de lots, ou -",
    },
    options: {
      out: "où écrire les reçus",
    },
    anchored: ({ root, at, gas }) =>
      gas === 0n ? `La racine ${root} était déjà ancrée, ${at}.` : `Racine ${root} ancrée, ${at}, ${gas} gaz.`,
  },
  audit: {
    description: "Juger un flux de certificats et de demandes, de toute longueur (organisme complémentaire)",
    arguments: {
      files: 'NDJSON, {"certificate", "claim"} par ligne, gzip ou non ; - pour l\'entrée standard',
    },
    options: {
      block: "latest, safe, finalized ou un numéro",
      out: "où écrire les verdicts, un par ligne",
      resume: "reprendre où --out s'arrête, après une interruption",
      jobs: "combien de lots lus et jugés en même temps (par défaut : un par cœur)",
      summary: "écrire le bilan, en JSON",
      html: "écrire le bilan en une page",
    },
    judged: ({ judged, notConforming, pending, notVerifiable, unreadable }) =>
      `${judged} jugés, ${notConforming} non conformes, ${pending} en attente, ${notVerifiable} non vérifiables, ${unreadable} illisibles.`,
    downgrade:
      "Nommer un verrier qui ne participe pas rend invérifiable ce qui aurait pu l'être : seuls les taux par magasin et par verrier (--summary, --html), et la réponse du verrier nommé, peuvent dire si c'est vrai.",
    left: ({ seconds }) => `, reste ${seconds} s`,
  },
  certify: {
    description: "Établir le certificat d'un dossier pour l'organisme d'un rang (opticien)",
    options: {
      receipts: "reçus en plus de ceux du coffre : ceux du verrier",
      disclose: "frame (monture), lenses (verres) ou les deux, où le contrat le permet",
      insurerCard: "carte de l'organisme : lui permet de régler sa part",
      round: "tour pour lequel l'accorder, au lieu du tour actuel sur la chaîne",
    },
  },
  announced: {
    maker: ({ announcement, party, identifiers, at }) =>
      `le verrier ${identifiers} (participant ${party}) peut être agréé dès ${at} ; annonce ${announcement}`,
    names: ({ announcement, party, identifiers, at }) =>
      `les noms ${identifiers} du participant ${party} peuvent être agréés dès ${at} ; annonce ${announcement}`,
    guard: ({ next, at }) => `${next} peut prendre la place du gardien dès ${at}`,
    operation: ({ call, caller, at }) => `${caller} peut appeler ${call} dès ${at}`,
  },
  completion: {
    description: "Afficher un script de complétion : source <(clairevoie completion bash)",
  },
  correction: {
    options: {
      out: "où l'écrire (par défaut : sortie standard)",
    },
  },
  deploy: {
    description: "Déployer les contrats, reprendre un déploiement interrompu, ou vérifier celui qui est enregistré",
    options: {
      admin: "administre les rôles du conseil ; un multisig (par défaut : vous)",
      enroller: "agrée opticiens et organismes, et déclare les affiliations (par défaut : vous)",
      lensEnroller: "annonce les verriers et leurs noms (par défaut : vous)",
      guard: "suspend, déclare les compromissions et annule les annonces (par défaut : vous)",
      lookBackDays: "jusqu'où une compromission déclarée peut remonter (par défaut 30)",
      makerDelayDays: "jours d'annonce d'un verrier avant son agrément, pour toujours (par défaut 3)",
      guardDelayDays:
        "jours d'annonce d'un nouveau gardien, pour toujours ; pas moins que pour un verrier (par défaut 30)",
      folder: "dossier du fichier de déploiement",
    },
    checked: ({ file }) => `Déjà déployé, et tout est conforme à ${file}.`,
    alreadyThere: "déjà là",
    sending: "envoi",
    wouldDeploy: ({ gas, cost }) => `Déploierait pour au plus ${gas} gaz, ${cost}, aux adresses :`,
    nothingSent: "Rien n'a été envoyé ni écrit.",
    poor: ({ account, balance }) => `${account} a ${balance} : approvisionnez-le avant de déployer.`,
  },
  doctor: {
    description: "Vérifier nœud, chaîne, contrats, clé, horloge et solde",
    fails: "NON ",
    node: ({ chainId, name, block }) => `chaîne ${chainId} (${name}), bloc ${block}`,
    clockAgrees: "d'accord avec la chaîne",
    clockAhead: ({ seconds }) => `le dernier bloc a ${seconds} s`,
    asRecorded: ({ network }) => `comme enregistrés pour ${network}`,
    unexpected: "une défaillance inattendue",
  },
  dossier: {
    description: "Dossiers d'un opticien",
    arguments: {
      dossier: "identifiant du dossier, ou new (nouveau)",
    },
    options: {
      file: "fichier d'équipement, ou - (par défaut : le dernier déclaré)",
      ticket: "écrire ici le ticket pour le verrier des deux verres",
    },
    open: {
      description: "Ouvrir un dossier : tirer son secret et le garder",
    },
    list: {
      description: "Lister les dossiers du coffre",
    },
    ticket: {
      description: "La ligne qui accompagne la commande au verrier",
      options: {
        eyes: "right (droit), left (gauche) ou right,left",
      },
    },
    claimTicket: {
      description: "La ligne qui accompagne la demande à un organisme",
    },
    erase: {
      description:
        "Détruire les secrets d'un dossier et de ses verres de stock : tout ce qui en reste ailleurs perd son sens",
      options: {
        settlementDays: "combien de jours après la facture ses parts peuvent être réglées (par défaut 730)",
      },
      erased: ({ id, units }) =>
        `${id} : effacé${units === 0 ? "" : `, avec ${plural(units, "unité", "unités")} de stock`}`,
      question: ({ warning }) => `${warning}\nL'effacer ? (oui/non) `,
      answer: "oui",
      kept: "Rien n'a été effacé.",
    },
    opened: ({ id }) => `Dossier ${id}.`,
    ticketWritten: ({ file }) => `Ticket écrit dans ${file}.`,
    stages: {
      quote: "Déclarer le devis",
      order: "Déclarer la commande ; ses références doivent être connues",
      invoice: "Déclarer la facture ; les organismes doivent être connus",
    },
  },
  import: {
    description:
      "Déclarer et sceller un fichier de devis, commandes, factures (opticien) ou bons de livraison (verrier), CSV ou JSON ; recommencer ne déclare rien deux fois",
    arguments: {
      file: "fichier de documents (colonnes : docs/documents.md)",
    },
    options: {
      kind: "ce que sont ses documents (par défaut : ce qu'en disent les colonnes)",
      identity: "votre fichier d'identité (CLAIREVOIE_IDENTITY) : le magasin des lignes sans SIRET",
      rejects: "écrire ici les lignes non déclarées",
      tickets: "écrire ici les identifiants et les tickets de commande et de demande (opticien) ; ils sont secrets",
      column: "ce que dit un titre du fichier : TITRE=NOM ; TITRE= ne le fait pas lire",
      anchor: "ancrer le lot aussitôt",
      out: "où écrire les reçus, ou le lot (par défaut : à côté du fichier)",
    },
    reading: "lecture",
    stating: "déclaration",
    ticketsWritten: ({ file }) => `Tickets écrits dans ${file}.`,
    ignored: ({ columns }) => `Colonnes non lues : ${columns}.`,
    stated: ({ file, stated, already, refused, isDry }) =>
      `${file} : ${stated} ${isDry ? "à déclarer" : "déclarées"}, ${already} déjà déclarées, ${refused} refusées.`,
    changed: ({ command, statement }) =>
      `a été déclarée avec un autre contenu ; corrigez par \`${command} --supersedes ${statement} --reason …\`, puis retirez celle-ci`,
    refused: ({ line, column, reason }) =>
      `ligne ${line}${column === undefined ? "" : `, colonne ${column}`} : ${reason}`,
    more: ({ count }) => `et ${count} autres ; voyez --rejects ou --json`,
    warning: ({ line, column, reason }) =>
      `attention : ligne ${line}${column === undefined ? "" : `, colonne ${column}`} : ${reason}`,
    moreWarnings: ({ count }) => `et ${count} autres avertissements ; voyez --json`,
    errorColumn: "Erreur",
    rejectsWritten: ({ file }) => `Lignes refusées écrites dans ${file}.`,
  },
  index: {
    description:
      "Suivre la chaîne dans un fichier local, pour que les audits n'interrogent aucun nœud (organisme complémentaire)",
    arguments: {
      file: "l'index ; créé s'il n'existe pas",
    },
    options: {
      from: "premier bloc (par défaut, et au plus : celui du déploiement)",
      check: "puis vérifier l'index, et comparer autant de ses faits avec les contrats",
    },
    added: ({ block, added, rate, rows }) =>
      `bloc ${block ?? "aucun"} : ${added} lignes ajoutées (${rate} par seconde), ${rows} en tout`,
    checked: ({ rows, compared, problems }) =>
      `vérifié : ${rows} lignes, ${compared} faits comparés aux contrats, ${problems} problèmes`,
    problem: ({ kind, block }) => `${kind} : bloc ${block}`,
    judgedWith: ({ block, hours }) =>
      `Jugé avec un index local jusqu'au bloc ${block}, ${hours >= 1 ? `vieux de ${hours} h` : "récent"} : ce qui s'est passé depuis n'est pas vu.`,
    blocks: "blocs",
  },
  inspect: {
    description: "Afficher tout fichier ou ticket pour une personne, secrets masqués",
    arguments: {
      file: "fichier, ou - pour l'entrée standard",
    },
    options: {
      reveal: "montrer aussi sels, secrets et données de santé",
    },
  },
  key: {
    description: "Clés de signature chiffrées",
    options: {
      passphraseFile: "fichier de la phrase secrète (ou CLAIREVOIE_PASSPHRASE, ou demandée)",
    },
    new: {
      description: "Tirer une clé et l'écrire chiffrée",
      arguments: {
        file: "fichier de clé à créer",
      },
    },
    import: {
      description:
        "Écrire chiffrée une clé que vous avez ; elle est lue de CLAIREVOIE_PRIVATE_KEY ou demandée, jamais de la ligne de commande",
      arguments: {
        file: "fichier de clé à créer",
      },
    },
    convert: {
      description: "Faire une clé chiffrée d'ici à partir d'une autre (cast, geth, ethers), aussi dérivée par PBKDF2",
      arguments: {
        old: "clé chiffrée à lire",
        file: "fichier de clé à créer",
      },
      options: {
        newPassphraseFile: "fichier de la phrase de passe de la nouvelle clé (par défaut : celle de l'ancienne)",
      },
    },
    askPassphraseOf: ({ file }) => `Phrase de passe de ${file} : `,
    askPrivateKey: "Clé privée : ",
    address: {
      description: "Dire à qui est la clé d'un fichier, sans phrase secrète",
      arguments: {
        file: "fichier de clé",
      },
    },
    askPassphrase: "Nouvelle phrase secrète : ",
    askAgain: "Encore une fois : ",
    encrypted: ({ address, file }) => `${address}, chiffrée dans ${file}`,
  },
  party: {
    description: "Participants et leurs clés",
    options: {
      role: "optician (opticien), lens-maker (verrier) ou insurer (organisme)",
      identity: "fichier d'identité (CLAIREVOIE_IDENTITY)",
    },
    new: {
      description:
        "Créer le fichier d'identité d'une entreprise ; son identifiant est un engagement salé, d'un verrier un nom public",
      options: {
        identifier: "SIRET d'un opticien, SIREN d'un verrier, numéro AMC d'un organisme",
        out: "où l'écrire (par défaut : sortie standard)",
      },
      made: ({ party }) => `Identifiant ${party} : donnez-le au conseil, et gardez le fichier.`,
    },
    card: {
      description:
        "Signer la carte par laquelle les magasins vous reconnaissent sur la chaîne et vous accordent des parts (organisme complémentaire)",
      options: {
        recipient: "à qui les certificats sont enfermés (age1...), si vous en acceptez d'enfermés",
        from: "son début, secondes unix ou date (par défaut : maintenant)",
        until: "sa fin, secondes unix ou date",
        out: "où l'écrire (par défaut : sortie standard)",
      },
    },
    enrol: {
      description: "Agréer un opticien ou un organisme (conseil), ou exécuter une annonce une fois le délai passé",
      arguments: {
        party: "identifiant, ou nom d'une annonce, 32 octets",
      },
      options: {
        role: "optician (opticien) ou insurer (organisme) ; sans cette option, une annonce est exécutée",
        controller: "qui gérera ses clés",
      },
      already: ({ party }) => `${party} : déjà agréé ainsi`,
      done: ({ party }) => `${party} : agréé`,
    },
    announce: {
      description: "Annoncer un verrier, ou d'autres noms d'un verrier, à agréer une fois le délai passé (conseil)",
      arguments: {
        identifiers: "son SIREN, puis ses numéros EUDAMED",
      },
      options: {
        controller: "qui gérera ses clés",
        party: "le verrier qui a les autres noms",
        statesFrom: "depuis quand il déclare toute livraison : secondes unix, ou date ISO (par défaut : son agrément)",
      },
      done: ({ announcement, party, at }) =>
        `Le participant ${party} peut être agréé dès ${at} : party enrol ${announcement}`,
    },
    announced: {
      description: "Lister ce qui est annoncé et ouvert",
      nothing: "Rien n'est annoncé.",
    },
    cancel: {
      description: "Annuler des annonces (gardien, ou qui les a faites)",
      arguments: {
        announcements: "noms d'annonces",
      },
      done: ({ announcement }) => `${announcement} : annulée`,
    },
    guard: {
      description: "Le remplacement du gardien",
      announce: {
        description: "Annoncer un nouveau gardien (administrateur) ; il faut le plus long délai, et nul ne l'annule",
        arguments: { next: "adresse du nouveau gardien" },
        done: ({ next }) => `${next} : annoncé comme gardien`,
      },
      take: {
        description: "Prendre la place du gardien, une fois le délai passé",
        done: ({ guard }) => `${guard} : gardien`,
      },
    },
    control: {
      description: "Qui contrôle un participant",
      offer: {
        description: "Offrir le contrôle à un autre compte ; rien ne change avant qu'il le prenne (contrôleur)",
        arguments: { candidate: "son adresse" },
        done: ({ candidate, party }) => `${party} : offert à ${candidate}`,
      },
      take: {
        description: "Prendre le contrôle offert",
        done: ({ controller, party }) => `${party} : contrôlé par ${controller}`,
      },
    },
    link: {
      description: "Liens avec d'autres opticiens",
      arguments: { other: "l'identifiant de l'autre" },
      options: { kind: "same-enterprise (même entreprise) ou takeover (reprise)" },
      consent: {
        description: "Accepter un lien ; il commence au second accord (contrôleur)",
        done: ({ other, outcome }) =>
          outcome === "linked" ? `${other} : lié` : `${other} : accord donné ; le sien est attendu`,
      },
      end: {
        description: "Mettre fin à un lien dès maintenant, ou retirer un accord (contrôleur)",
        done: ({ other }) => `${other} : non lié`,
      },
    },
    affiliate: {
      description: "Déclarer affiliés un magasin et un verrier dès maintenant, ou y mettre fin (conseil)",
      arguments: { store: "l'identifiant de l'opticien", maker: "l'identifiant du verrier" },
      options: { end: "y mettre fin" },
      done: ({ store, maker, ended }) => `${store} et ${maker} : ${ended ? "plus affiliés" : "affiliés"}`,
    },
    done: ({ party }) => `${party} : fait`,
    compromise: {
      description: "Déclarer qu'une clé ou un contrôleur était en d'autres mains depuis un moment passé (gardien)",
      arguments: {
        key: "son adresse ; un contrôleur transmet d'abord le contrôle, car il ne contrôlera plus rien",
      },
      options: {
        party: "le participant qu'il contrôle ou contrôlait (par défaut : celui de la clé)",
        from: "secondes unix, ou date ISO",
      },
      declared: ({ key, from }) => `${key} : compromise depuis ${from}`,
    },
    list: {
      description: "Lister les participants agréés",
      suspended: "suspendu",
      listed: ({ party, role, keys, state }) => `${party}  ${role.padEnd(10)}  ${plural(keys, "clé", "clés")} ${state}`,
    },
    keys: {
      description: "Les clés d'un participant",
      list: {
        description: "Lister les clés d'un participant, avec leurs dates",
        arguments: {
          party: "identifiant (par défaut : celui de --identity)",
        },
        revoked: ({ at }) => `révoquée ${at}`,
        compromised: ({ from }) => `compromise depuis ${from}`,
        listed: ({ key, from, ended }) => `${key}  depuis ${from}  ${ended}`,
      },
      consent: {
        description: "Signer, avec la clé elle-même, qu'elle peut être ajoutée à un participant",
      },
      add: {
        description: "Ajouter une clé, valable dès maintenant (contrôleur)",
        arguments: {
          key: "adresse de la clé (par défaut : celle du contrôleur)",
        },
        options: {
          consent: "ce qu'a donné `keys consent`",
        },
        already: ({ key, party }) => `${key} : déjà une clé de ${party}`,
        added: ({ key, party }) => `${key} : ajoutée à ${party}`,
      },
      revoke: {
        description:
          "Révoquer une clé dès maintenant et pour toujours ; ce qu'elle a signé avant reste valable (contrôleur)",
        revoked: ({ key }) => `${key} : révoquée`,
      },
    },
    suspend: {
      description: "Suspendre un participant à partir de maintenant",
    },
    reinstate: {
      description: "Mettre fin à une suspension",
    },
  },
  policy: {
    description:
      "Afficher une politique complétée par les valeurs par défaut, chaque règle expliquée (organisme complémentaire)",
    arguments: {
      file: "vos changements, en JSON ; sinon les valeurs par défaut",
    },
    rule: ({ name, value, meaning }) => `${name} ${value} : ${meaning}.`,
    rules: {
      lagSeconds: "délai admis entre la signature et l'ancrage, en secondes",
      toleranceSeconds:
        "avance admise d'une étape sur celle qui la précède, et délai d'attente de ce qui manque, en secondes",
      makers: "verriers connus qui ne participent pas ; sans la liste, tout verrier",
      quoteSeconds: "âge admis du devis à la facture, en secondes ; 0 : sans limite",
      finalitySeconds: "âge qu'un ancrage doit avoir pour compter, en secondes",
      reasons: "corrections admises",
      acceptOwnSettlement: "vrai pour contrôler ce que l'on a réglé soi-même ; faux avant de payer",
      require: "ouvertures et preuves sans lesquelles le certificat ne suffit pas",
      extras: "codes admis en supplément ; sans la liste, ceux de la table en vigueur",
      bands: "plages de puissance pour lesquelles un code est facturé, si elles diffèrent de la table en vigueur",
      acceptDevelopmentKeys:
        "vrai pour admettre des preuves que chacun peut contrefaire ; par défaut, sur chaîne locale seule",
    },
  },
  prove: {
    description:
      "Ajouter à un certificat les preuves des plages de puissance, et d'un renouvellement anticipé (opticien)",
    options: {
      certificate: "le certificat à compléter",
      before: "le dossier de l'équipement précédent, pour un renouvellement anticipé",
      prover: "le programme qui fait les preuves, distribué à part (CLAIREVOIE_PROVER)",
    },
    proving: "Calcul des preuves…",
  },
  receipts: {
    description: "Rassembler les reçus de plusieurs fichiers, chacun une fois, d'un dossier ou de tous",
    arguments: {
      files: "fichiers de reçus, ou -",
    },
    options: {
      dossier: "seulement ceux de ce dossier",
      out: "où les écrire",
    },
    gathered: ({ count }) => `${plural(count, "reçu", "reçus")}.`,
  },
  sandbox: {
    description:
      "Sur un nœud de développement : déployer, et créer un opticien, un verrier et un organisme pour essayer",
    arguments: {
      folder: "dossier à créer",
    },
    ready: ({ folder }) => `Prêt dans ${folder}.`,
    deploying: "déploiement",
  },
  seal: {
    description: "Signer des déclarations en un lot (opticien, verrier)",
    arguments: {
      statements: "fichiers de déclarations, ou -",
    },
    options: {
      issuedAt: "secondes unix (par défaut : l'heure du dernier bloc)",
      out: "où écrire le lot",
    },
  },
  settle: {
    description:
      "Vérifier des certificats, puis marquer leurs parts comme payées ; rien n'est marqué si tous ne sont pas conformes. Payez ce qui est dit réglé (organisme complémentaire)",
    arguments: {
      certificates: "fichiers de certificats",
    },
    options: {
      release: "retirer la marque au lieu de la poser",
      move: "déplacer la marque vers la facture corrigée, avec un nouvel accord",
    },
    moved: ({ file }) => `${file} : marque déplacée`,
    released: ({ file, gas }) => `${file} : marque retirée (${gas} gaz)`,
    nothing: "Rien n'a été réglé.",
    outcomes: {
      settled: "réglé",
      "already-yours": "déjà réglé par vous : rien n'est dû",
      "rank-taken": "déjà réglé par un autre organisme",
      "other-invoice": "une autre facture du dossier, ou celle-ci avec d'autres parts, est réglée",
      "grant-refused": "l'accord du magasin n'est pas pour cet organisme et cette demande",
      "round-passed": "l'accord du magasin précède un retrait ou un déplacement ; demandez-lui-en un nouveau",
      "grant-missing":
        "le magasin n'a rien accordé ; donnez-lui votre carte d'organisme et demandez un nouveau certificat",
      refused: "non réglé",
      held: "non réglé, puisque tous ne peuvent pas l'être",
    },
    outcome: ({ file, outcome }) => `${file} : ${outcome}`,
  },
  ship: {
    description: "Déclarer la livraison des verres fabriqués (verrier)",
    arguments: {
      delivery: "fichier de livraison : ce qui a été fabriqué, par œil",
    },
    options: {
      ticket: "fichier du ticket de commande, ou - ; il est secret, donc pas sur la ligne de commande",
    },
  },
  stock: {
    description: "Verres livrés avant que personne ne les commande",
    state: {
      description:
        "Déclarer ce que vous livrez au stock d'un magasin, signé en un lot, et écrire ses tickets (verrier)",
      arguments: {
        stock: "fichier de stock, ou -",
      },
      options: {
        units: "où écrire les tickets, pour le magasin seul ; ils sont secrets",
        out: "où écrire le lot, ou les reçus",
      },
      ticketsWritten: ({ count, file }) => `${plural(count, "ticket écrit", "tickets écrits")} dans ${file}.`,
      anchored: ({ root }) => `Ancré sous la racine ${root}.`,
    },
    receive: {
      description: "Entrer les unités livrées dans votre coffre (opticien)",
      arguments: {
        units: "fichier de tickets du verrier, ou -",
      },
      options: {
        receipts: "reçus du verrier pour ces unités",
      },
      received: ({ count }) => `${plural(count, "unité reçue", "unités reçues")}`,
    },
    list: {
      description: "Lister les unités du coffre",
      listed: ({ unit, article, takenFor }) =>
        `${unit}  ${article}${takenFor ? `  ${EYES[takenFor.eye]} de ${takenFor.dossier}` : ""}`,
    },
    take: {
      description: "Prendre une unité pour un œil, avant le devis",
      arguments: {
        unit: "l'unité, comme listée",
      },
      options: {
        eye: "right (droit) ou left (gauche)",
      },
      taken: ({ id, eye }) => `${id} : prise (${EYES[eye]})`,
    },
    putBack: {
      description: "Remettre une unité prise et non montée : son dossier ne déclare plus cet œil avec elle",
      arguments: {
        unit: "l'unité, comme listée",
      },
      done: ({ id }) => `${id} : remise en stock`,
    },
    erase: {
      description: "Détruire ce que vous gardez d'une unité qui ne sert à aucun dossier : ticket, verre et reçu",
      arguments: {
        unit: "l'unité, comme listée",
      },
      erased: ({ id }) => `${id} : effacée`,
    },
    use: {
      description:
        "Consommer dans la chaîne les unités d'un dossier, pour toujours : au montage, au plus tard à la facture",
      consumed: ({ eye, outcome }) => `${EYES[eye]} : ${outcome === "used" ? "consommé" : "déjà consommé"}`,
    },
    show: {
      description: "Dire si une de vos unités est consommée dans la chaîne",
      arguments: {
        unit: "l'unité, comme listée",
      },
      state: ({ on }) => (on === null ? "non consommée" : `consommée le ${on}`),
    },
  },
  trust: {
    agreed: ({ block }) => `Accord au bloc ${block}.`,
    proven: ({ hash }) => `Prouvé contre le bloc ${hash}.`,
    dissent: ({ nodes }) => `Non cru, car muet ou en désaccord : ${nodes}.`,
  },
  vault: {
    askPassphrase: ({ folder }) => `Phrase secrète du coffre ${folder} : `,
  },
  verdict: {
    who: "Qui l'a déclaré :",
    ask: "À demander :",
    timeline: "  Chronologie",
    you: "vous",
    insurer: "l'organisme",
    paid: ({ rank, who }) => `   €  part de rang ${rank} réglée par ${who}`,
    notAnchored: ({ says }) => `sans ancrage ; dit ${says}`,
  },
  verify: {
    description: "Juger des certificats face aux demandes que vous détenez (organisme complémentaire)",
    arguments: {
      certificates: "fichiers de certificats, ou -",
    },
    options: {
      block: "latest, safe, finalized ou un numéro (par défaut latest ; à plusieurs nœuds : celui des règlements)",
      html: "écrire le rapport en une page autonome ; pour plusieurs certificats, un dossier",
    },
    verified: "vérifiés",
  },
  watch: {
    description:
      "Signaler les retraits, clés compromises et secondes demandes qui touchent des certificats (organisme complémentaire)",
    arguments: {
      certificates: "certificats que vous avez payés",
    },
    options: {
      cursor: "où garder jusqu'où l'on a lu, pour la fois suivante",
      log: "un fichier où chaque alerte est ajoutée une fois, quoi qu'il arrive à ce processus",
      from: "premier bloc (par défaut : celui du déploiement)",
      identity:
        "votre fichier d'identité (CLAIREVOIE_IDENTITY) : seul ce qui touche vos propres marques est une alarme",
      remakeDays: "combien de jours attendre la refabrication d'un verre retourné ou cassé",
    },
    alarms: {
      "invoice-withdrawn": ({ when, reason }) =>
        `la facture que vous avez payée a été retirée le ${when} (${reason}) ; déplacez votre marque vers la facture qui la remplace, ou libérez-la`,
      "remake-awaited": ({ stage, when, reason, until }) =>
        `${stage} : retrait le ${when} (${reason}), sans refabrication présentée ; elle est attendue jusqu'au ${until}`,
      "remake-missing": ({ stage, when, reason }) =>
        `${stage} : retrait le ${when} (${reason}), et aucune refabrication n'est venue ; demandez-la, ou votre argent, et libérez votre marque`,
    },
    alert: ({ file, kind, why, block, transaction }) => `${file} : ${kind}${why}, bloc ${block}, ${transaction}`,
  },
  withdraw: {
    description: "Retirer votre propre déclaration, au su de tous ceux qui vérifient ; c'est définitif",
    arguments: {
      statement: "empreinte de la déclaration",
    },
    notInVault:
      "Aucun reçu de votre coffre ne contient cette déclaration. Si un autre l'a faite, la retirer n'a d'effet pour personne.",
    withdrawn: ({ statement, gas }) => `${statement} : retirée (${gas} gaz)`,
  },
};
