import type * as en from "../../en/errors/deployments.js";
import type { Translation } from "../../translation.js";

const notAsDeployed = (what: string) =>
  `${what} : différent du fichier de déploiement ; supprimez-le si la chaîne a été recommencée, corrigez-le si le conseil l'a changé`;

export const deployments: Translation<typeof en.deployments> = {
  // Cartes d'organisme
  "ends-before-it-starts": "précède son début",
  "not-signed-by-key": "n'est pas celle de la clé qu'elle nomme (modifiée ?)",
  "signer-of-another-key": ({ account }) =>
    `n'est pas celle de ${account} sur ce que son signataire devait signer ; rien n'a été envoyé. Vérifiez quelle clé il détient, et qu'il signe des données typées (EIP-712)`,
  "alias-of-alias": "est lui-même un alias ; indiquez le code propre du fabricant pour ce verre",
  "alias-twice": "désigne deux verres à la fois ; mettez fin à l'un avant que l'autre ne commence",
  "aliases-of-another-chain":
    "n'est ni cette chaîne ni son registre ; demandez au verrier sa table pour ce déploiement",
  "aliases-key-of-nobody":
    "n'est pas une clé valide du verrier que la table nomme ; demandez au verrier sa table actuelle",
  "card-of-another-chain":
    "n'est pas cette chaîne et son registre des participants ; demandez à l'organisme sa carte de ce déploiement",
  "card-not-yet": "la carte n'est pas encore en vigueur ; utilisez d'ici là la carte actuelle de l'organisme",
  "card-over": "la carte n'est plus en vigueur ; demandez à l'organisme sa carte actuelle",
  "card-not-endorsed": "est vide, et la clé n'a pas endossé la carte sur la chaîne",
  "card-key-not-valid":
    "n'est pas une clé valable maintenant (inconnue, révoquée ou compromise) ; demandez à l'organisme sa carte actuelle",
  "card-key-of-another-role": "n'est la clé d'aucun organisme : ne vous fiez pas à cette carte",
  "card-key-of-another-party":
    "est la clé d'un autre organisme que celui que la carte nomme : ne vous fiez pas à cette carte",
  "card-of-another-insurer": "n'est pas celui de l'organisme que la facture déclare à ce rang",
  "rank-without-payer": "nomme un organisme que le dossier ne déclare pas",
  "card-insurer-suspended": "est celle d'un organisme que le conseil a suspendu",

  // Déploiements
  "account-used-meanwhile": ({ account, nonce }) =>
    `le compte ${account} a envoyé autre chose avec le nonce ${nonce} pendant le déploiement ; supprimez le plan et déployez à nouveau`,
  "cannot-pay-deployment": ({ account, balance, needed }) =>
    `${account} a ${balance}, et un déploiement prend au plus ${needed} ; envoyez-lui d'abord autant`,
  "deploying-waits": ({ account, nonce }) =>
    `une transaction de nonce ${nonce} de ${account} attend d'être incluse ; relancez la commande`,
  "deployed-no-code": ({ contract, address }) => notAsDeployed(`il n'y a pas de code à ${contract} (${address})`),
  "deployed-other-code": ({ contract, address }) =>
    notAsDeployed(`le code de ${contract} (${address}) n'est pas celui qui a été noté`),
  "deployed-other-wiring": ({ getter, found }) => notAsDeployed(`${getter} vaut ${found}`),
  "deployed-other-fixed": ({ getter, found }) => notAsDeployed(`partyRegistry.${getter} vaut ${found} secondes`),
  "deployed-other-guard": ({ found }) => notAsDeployed(`le gardien est ${found}`),
  "deployed-role-not-held": ({ account, role }) => notAsDeployed(`${account} n'a pas le rôle ${role}`),
  "deployed-other-delay": ({ role, found }) => notAsDeployed(`le délai du rôle ${role} est de ${found} secondes`),
  "deployed-other-member": ({ account, role }) =>
    notAsDeployed(`${account} a le rôle ${role}, que le fichier ne lui donne pas`),
  "deployed-role-admin": ({ role, found }) =>
    notAsDeployed(`le rôle ${role} est donné et retiré par le rôle ${found}, non par le seul administrateur`),
  "deployed-role-guardian": ({ role, found }) =>
    notAsDeployed(`le rôle ${role} a pour tuteur le rôle ${found}, qui peut annuler ce qu'il annonce`),
  "deployed-grant-delay": ({ role, found }) =>
    notAsDeployed(`le rôle ${role} est donné avec un délai de ${found} secondes`),
  "deployed-target-closed": ({ contract }) =>
    notAsDeployed(`l'AccessManager a fermé ${contract} : ses fonctions du conseil refusent tout le monde`),
  "deployed-target-delay": ({ contract, found }) =>
    notAsDeployed(`l'administrateur met ${found} secondes à changer ${contract}`),
  "deployed-other-binding": ({ called, role }) => notAsDeployed(`${called} est lié au rôle ${role}`),
  "last-admin": ({ account }) =>
    `${account} est le seul administrateur : nul ne pourrait plus donner de rôle ; faites-en d'abord un autre (\`party role hand-over\`)`,
  "not-announced": ({ announcement }) => `rien n'a été annoncé sous ${announcement} ; voyez \`party announced\``,
  "deployed-before": ({ block }) =>
    notAsDeployed(`l'AccessManager a été créé avant le bloc ${block}, ou le nœud n'a pas ses premiers événements`),
  "unknown-finding": ({ finding }) =>
    `le vérificateur signale le constat ${finding}, inconnu de cette version ; prenez-en une plus récente`,
};
