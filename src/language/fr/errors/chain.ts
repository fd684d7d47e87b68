import type * as en from "../../en/errors/chain.js";
import type { Translation } from "../../translation.js";

const unproven = {
  unlinked: "aucun en-tête ne le relie à ses voisins",
  "other-receipts": "a d'autres reçus que ne dit son en-tête",
  astray: "n'appartient pas à la chaîne du bloc de confiance",
};

const facts = {
  anchoredAt: "quand un lot a été ancré",
  endorsedAt: "quand un lot a été endossé",
  standing: "ce que valait une clé",
  keyOf: "à qui est une clé",
  withdrawalOf: "si une déclaration a été retirée",
  isCompromised: "si un compte était compromis",
  isSuspendedAt: "si une partie était suspendue",
  makerOf: "si un verrier est inscrit",
  linksAt: "le lien entre deux parties",
  settlementOf: "ce qui a été réglé (--settlements)",
  useOf: "si un verre de stock a servi",
};

export const chain: Translation<typeof en.chain> = {
  // Le nœud
  "node-needed": "aucun nœud n'est donné ; donnez rpc ou un provider",
  "node-silent": "le nœud ne répond pas ; vérifiez son adresse et qu'il tourne",
  "node-garbled": "le nœud répond autre chose ; est-ce un nœud JSON-RPC ?",
  "node-refuses": ({ status, said }) => `le nœud refuse (${status} : ${said}) ; essayez-en un autre`,
  "node-unhelpful": ({ said }) => `le nœud répond ce qui n'aide pas (${said}) ; relancez, ou interrogez un autre nœud`,
  "node-without-block": ({ block }) => `le nœud n'a pas de bloc ${block} ; est-il synchronisé ?`,
  "node-on-another-chain": ({ found, expected }) =>
    `le nœud est sur la chaîne ${found}, le déploiement sur la chaîne ${expected} ; utilisez un nœud de cette chaîne`,
  "node-contradicts-itself": ({ key }) =>
    `le nœud dit deux choses du titulaire de la clé ${key} ; interrogez-en un autre`,
  "node-misleads": ({ block }) => `le nœud donne du bloc ${block} des événements non demandés ; interrogez-en un autre`,
  "node-without-proofs": "le nœud ne donne pas de preuve ; prenez un nœud qui répond à eth_getProof",
  "node-limits":
    "le nœud ne cesse de demander d'attendre (sa limite de requêtes) ; relancez plus tard, ou nommez un autre nœud",
  "node-lags": ({ block }) =>
    `le nœud n'a pas le bloc ${block}, que lui-même ou un autre à la même adresse avait : il est en retard, ou la chaîne a été recommencée ; relancez, ou interrogez un autre nœud`,
  "reorganised-again": "la chaîne est sans cesse réorganisée pendant la lecture ; réessayez plus tard",
  "quorum-impossible": ({ needed, given }) =>
    `${needed} nœuds sur ${given} ne peuvent s'accorder ; nommez autant de nœuds`,
  "quorum-not-reached": ({ needed, given, on, nodes }) =>
    `moins de ${needed} nœuds sur ${given} s'accordent sur ${on === "fact" ? "un fait" : `le bloc ${on}`} (${nodes}) ; interrogez d'autres nœuds, ou le vôtre`,

  // Ce qui est prouvé de la chaîne
  "other-header":
    "le nœud donne un autre en-tête pour le bloc de confiance ; prenez un autre nœud, ou une version plus récente si la chaîne a changé de règles",
  "state-not-proven": ({ part, contract }) =>
    `${part === "account" ? "le compte" : "un emplacement de"} ${contract} n'est pas prouvé depuis le bloc de confiance : le nœud ment ou n'a plus ce bloc ; prenez un autre nœud`,
  "contract-not-proven": ({ contract }) =>
    `${contract} n'est pas à son adresse dans le bloc de confiance, ou a un autre code ; vérifiez l'empreinte du bloc et le fichier de déploiement`,
  "contract-not-deployed": ({ contract }) =>
    `le fichier de déploiement ne nomme pas ${contract} ; prenez-en un plus récent`,
  "call-not-provable": "ce qui est demandé ne peut être prouvé ; interrogez les contrats du fichier de déploiement",
  "block-not-proven": ({ block, because }) =>
    `le bloc ${block} n'est pas prouvé (${unproven[because]}) : le nœud ment, est sur une autre chaîne ou n'a plus ce bloc ; prenez un autre nœud`,

  // Fichiers de preuves
  "not-header": "n'est pas un en-tête de bloc",
  "not-ascending": "n'est pas à sa place ou y est deux fois ; refaites le fichier",
  "evidence-unvouched": ({ block }) =>
    `impossible de dire : personne ne répond du bloc ${block}, et un bloc entier s'invente ; donnez son empreinte, d'une source à laquelle vous vous fiez, ou des points de contrôle`,
  "evidence-of-another-block": ({ block, hash }) =>
    `impossible de dire : les preuves sont du bloc ${block} d'empreinte ${hash}, non de celui auquel vous vous fiez`,
  "evidence-of-another-chain": ({ found, expected }) =>
    `impossible de dire : les preuves sont de la chaîne ${found}, le déploiement de la chaîne ${expected} ; nommez l'autre fichier`,
  "evidence-without-checkpoint": ({ block, found, needed }) =>
    `impossible de dire : ${found} des clés de votre liste répondent du bloc ${block}, et vous en demandez ${needed} ; trouvez son point de contrôle`,
  "checkpoints-of-another-chain": ({ found, expected }) =>
    `les points de contrôle sont d'une autre chaîne ou d'un autre déploiement (chaîne ${found}, non ${expected}) ; nommez-en d'autres`,
  "checkpoints-contradict": ({ block }) =>
    `impossible de dire : des clés de votre liste répondent de deux empreintes du bloc ${block} ; interrogez leurs détenteurs`,
  "evidence-stray": ({ count }) =>
    `impossible de dire : les preuves contiennent des éléments étrangers à leur bloc (${count}) ; refaites-les`,
  "evidence-lacks": ({ fact, block }) =>
    `impossible de dire : les preuves n'établissent pas ${facts[fact]} au bloc ${block} ; refaites-les, avec ce certificat`,

  // Contrats et transactions
  "contract-refused": ({ refusal, meaning }) =>
    `le contrat a refusé avec ${refusal}${meaning === undefined ? "" : ` ; ${meaning}`}`,
  "contract-refused-otherwise": ({ selector, contract }) =>
    `le contrat ${contract} a refusé avec une erreur que cette version ne connaît pas (${selector}) ; contrôlez le déploiement avec \`doctor\`, ou prenez une version plus récente`,
  "contract-missing": "ce contrat n'existe pas ; vérifiez la chaîne et le fichier de déploiement",
  "cannot-pay": "le compte ne peut payer la transaction ; envoyez-lui de la monnaie de la chaîne",
  "key-used-twice":
    "une autre transaction du compte a été envoyée en même temps ; qu'un seul programme à la fois utilise une clé, puis relancez",
  "too-much-gas":
    "demande plus de gaz que ce nœud n'en accorde à un appel ; interrogez-en un qui en accorde plus (geth : --rpc.gascap)",
  "fees-rose": ({ said }) => `les frais ont monté entre-temps (${said}) ; relancez`,
  "no-new-block": ({ transaction, block, seconds }) =>
    `la transaction ${transaction} est au bloc ${block}, et aucun bloc n'a suivi pendant ${seconds} s : la chaîne est arrêtée, ou un nœud de développement ne fait de bloc que pour une transaction ; lancez ce nœud avec un temps de bloc (anvil --block-time 2), ou demandez à un autre nœud d'un réseau public, puis relancez`,
  "no-block-comes": ({ transaction, block }) =>
    `la transaction ${transaction} attend, et aucun bloc ne vient après ${block} : la chaîne est arrêtée, ou un nœud de développement ne fait pas de blocs de lui-même ; lancez-le avec un temps de bloc (anvil --block-time 2), ou demandez à un autre nœud d'un réseau public, puis relancez`,
  "transaction-dropped": ({ transaction }) =>
    `la transaction ${transaction} a été abandonnée, ses frais étant peut-être trop bas ; relancez`,
  "transaction-failed": ({ transaction }) =>
    `la transaction ${transaction} a été incluse et a échoué, une autre ayant peut-être été plus rapide ; relancez pour savoir pourquoi`,
  "transaction-replaced": ({ transaction, by }) =>
    `la transaction ${transaction} a été remplacée par ${by}, qui fait autre chose ; relancez`,
  "transaction-waits": ({ transaction }) =>
    `la transaction ${transaction} attend d'être incluse ; augmentez ses frais dans le portefeuille ou attendez, puis relancez`,
  "transaction-waits-for-another": ({ transaction, nonce }) =>
    `la transaction ${transaction} attend celle qui la précède (nonce ${nonce}), qui n'a pas été envoyée ; envoyez-la, puis relancez`,
  "dry-run": ({ gas, gasPrice }) => `un essai à blanc : ${gas} de gaz à ${gasPrice} wei ; rien n'a été envoyé`,
  "dry-run-signs-nothing": "un essai à blanc ne signe aucune transaction ; employez le signataire lui-même",
  "signer-without-node": "le signataire n'est relié à aucun nœud ; reliez-le à un provider",
  "insurer-without-node": "ceci demande un nœud ; connectez-y l'organisme",
  "settling-without-key": "régler demande une clé ; connectez l'organisme avec un signataire",
  "settling-without-identity": "régler demande de savoir qui règle ; connectez l'organisme avec son identité",
  "settlement-not-told": ({ transaction }) =>
    `la transaction ${transaction} ne dit pas ce que chaque part est devenue ; lisez ses événements avant de payer`,
  "claimed-twice": ({ first }) => `demande la même part que claims[${first}] ; retirez l'une des deux`,
  "invoice-needed": "n'ont pas de facture dont une part puisse être accordée",
};
