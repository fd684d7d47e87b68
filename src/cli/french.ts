/**
 * What errors say, in French. `*` stands for what changes (a name, a number), and comes back in the same order.
 * A test holds the list to the texts in the code.
 */
const FRENCH: readonly (readonly [english: string, french: string])[] = [
  // The local index
  ["must be a count up to 999999", "doit être un nombre d'au plus 999999"],
  [
    "must be at most *, the block of the deployment: keys before would be missing",
    "doit être au plus *, le bloc du déploiement : des clés antérieures manqueraient",
  ],
  ["is not there; build it with clairevoie index", "est introuvable ; construisez-le avec clairevoie index"],
  [
    "is the index of another deployment; name another file",
    "est l'index d'un autre déploiement ; nommez un autre fichier",
  ],
  [
    "is no index that can be opened (*); name another file, or a new one",
    "n'est pas un index qui s'ouvre (*) ; nommez un autre fichier, ou un nouveau",
  ],
  [
    "the node says two things of whose the key * is; ask another",
    "le nœud dit deux choses du titulaire de la clé * ; interrogez-en un autre",
  ],
  ["the index is damaged (*); build a new one", "l'index est abîmé (*) ; construisez-en un nouveau"],
  ["is the age of an index; add --index", "est l'âge d'un index ; ajoutez --index"],
  ["must be 0 to 99999 hours", "doit être de 0 à 99999 heures"],
  [
    "asks a node, and --index asks none; leave one of them out",
    "interroge un nœud, et --index aucun ; omettez l'un des deux",
  ],
  [
    "the index ends * hours ago, more than --max-age; run clairevoie index first",
    "l'index s'arrête il y a * heures, plus que --max-age ; lancez d'abord clairevoie index",
  ],
  [
    "the index is of chain *, the deployment of chain *; name another file",
    "l'index est de la chaîne *, le déploiement de la chaîne * ; nommez un autre fichier",
  ],
  ["this needs a node; connect the insurer to one", "ceci demande un nœud ; connectez-y l'organisme"],
  [
    "was not read up to the block that is trusted; run clairevoie index to its end",
    "n'a pas été lu jusqu'au bloc de confiance ; menez clairevoie index à son terme",
  ],
  [
    "was read without proofs; build a new one to have them",
    "a été lu sans preuves ; construisez-en un nouveau pour en avoir",
  ],
  ["was read with proofs; go on with --trust proof", "a été lu avec preuves ; continuez avec --trust proof"],
  [
    "block * is not proven (*): the node lies, is on another chain or has pruned it; use another node",
    "le bloc * n'est pas prouvé (*) : le nœud ment, est sur une autre chaîne ou n'a plus ce bloc ; prenez un autre nœud",
  ],
  ["is given more than once; add --trust proof", "est donné plusieurs fois ; ajoutez --trust proof"],
  [
    "must be rpc or proof here; proof takes --rpc several times",
    "doit être ici rpc ou proof ; proof accepte plusieurs --rpc",
  ],
  [
    "is of one block: add --once, or give --rpc for each of several nodes",
    "désigne un seul bloc : ajoutez --once, ou donnez --rpc pour chacun de plusieurs nœuds",
  ],
  ["has read nothing yet; run clairevoie index first", "n'a encore rien lu ; lancez d'abord clairevoie index"],
  ["was begun at block *, not *; build a new one", "a été commencé au bloc *, non * ; construisez-en un nouveau"],
  [
    "the node gives logs of block * that were not asked for; ask another",
    "le nœud donne du bloc * des événements non demandés ; interrogez-en un autre",
  ],
  // Stock
  [
    "* holds the tickets of another delivery; name another file",
    "* contient les tickets d'une autre livraison ; nommez un autre fichier",
  ],
  // Audits
  ["is gzip that is cut short or damaged; copy it again", "est un gzip tronqué ou abîmé ; copiez-le à nouveau"],
  [
    "is *; open it on the way: * FILE | clairevoie audit -",
    "est du * ; ouvrez-le en chemin : * FICHIER | clairevoie audit -",
  ],
  ["must be an object", "doit être un objet"],
  ["is needed", "est nécessaire"],
  [
    "the output has more lines than the input; name the files of the same audit",
    "la sortie a plus de lignes que l'entrée ; nommez les fichiers du même audit",
  ],
  [
    "the output is of other files; name the files of the same audit, in their order",
    "la sortie est d'autres fichiers ; nommez ceux du même audit, dans leur ordre",
  ],
  [
    "line * is no verdict of an audit; name another file",
    "la ligne * n'est pas un verdict d'audit ; nommez un autre fichier",
  ],
  ["needs --out, the file to go on with", "demande --out, le fichier à continuer"],
  ["the node has no such block; is it synchronised?", "le nœud n'a pas ce bloc ; est-il synchronisé ?"],
  ["must be 1 to 256", "doit être de 1 à 256"],

  // Stock lenses
  ["is that of another unit", "est celui d'une autre unité"],
  [
    "serves the other eye of this dossier; a pair takes two units",
    "sert l'autre œil de ce dossier ; une paire prend deux unités",
  ],
  ["name the * one, which comes from stock; leave it out", "nomment le verre * (stock) ; omettez-le"],
  [
    "have none of the * lens, which comes from stock; add its maker's",
    "ne contiennent pas celui du verre * (stock) ; ajoutez celui du verrier",
  ],
  ["are more than * units; make several files", "dépassent * unités ; faites plusieurs fichiers"],
  ["must be unifocal: others are ordered", "doit être unifocal : les autres se commandent"],
  [
    "must be left out of a lens with a cylinder or a prism: mounting sets it",
    "doit être omise d'un verre avec cylindre ou prisme : le montage la fixe",
  ],
  [
    "this deployment has no proofAssessor; judge the proofs with the SDK (assess)",
    "ce déploiement n'a pas de proofAssessor ; jugez les preuves avec le SDK (assess)",
  ],
  [
    "this deployment has no stock registry; use one that was made with it",
    "ce déploiement n'a pas de registre de stock ; prenez-en un qui en a",
  ],
  [
    "the * lens: its unit was consumed on * for another dossier or eye; take another unit",
    "verre * : son unité a été consommée le * pour un autre dossier ou œil ; prenez une autre unité",
  ],
  ["must be * bytes", "doit avoir * octets"],
  [
    "has no lens from stock; `clairevoie stock take` takes one",
    "n'a pas de verre de stock ; `clairevoie stock take` en prend un",
  ],
  [
    "is another store; only that store can use these units",
    "est un autre magasin ; lui seul peut se servir de ces unités",
  ],
  ["is taken for the * eye of *; take another unit", "est prise pour l'œil * de * ; prenez une autre unité"],
  [
    "* is not in the vault; `clairevoie stock list` lists",
    "* n'est pas dans le coffre ; `clairevoie stock list` les liste",
  ],

  // Files and text
  ["is not there; check the path", "n'existe pas ; vérifiez le chemin"],
  [
    "is needed: the program that makes proofs; see docs/zero-knowledge.md",
    "est nécessaire : le programme qui fait les preuves ; voyez docs/zero-knowledge.md",
  ],
  ["is of another dossier", "est celui d'un autre dossier"],
  [
    "made no proof; is it the program of docs/zero-knowledge.md?",
    "n'a fait aucune preuve ; est-ce le programme de docs/zero-knowledge.md ?",
  ],
  ["* has no equipment yet; state its quote first", "* n'a pas encore d'équipement ; déclarez d'abord son devis"],
  ["*; check the command", "* ; vérifiez la commande"],
  ["was refused by the prover", "a été refusé par le programme de preuve"],
  ["are more than *", "sont plus de *"],
  ["are fewer than *", "sont moins de *"],
  ["must be words of 32 bytes", "doit être fait de mots de 32 octets"],
  [
    "the deployment file names no *; use a newer one",
    "le fichier de déploiement ne nomme pas * ; prenez-en un plus récent",
  ],
  [
    "is no alert of `clairevoie watch --log`; name another file",
    "n'est pas une alerte de « clairevoie watch --log » ; nommez un autre fichier",
  ],
  ["cannot be read (*); check the path and your rights", "ne peut être lu (*) ; vérifiez le chemin et vos droits"],
  [
    "cannot be written (*); check the folder and the space left",
    "ne peut être écrit (*) ; vérifiez le dossier et l'espace libre",
  ],
  ["is larger than * bytes", "dépasse * octets"],
  ["is larger than * bytes: it is no such file, or edited", "dépasse * octets : autre fichier, ou modifié"],
  ["is longer than * bytes", "dépasse * octets"],
  ["is longer than * characters", "dépasse * caractères"],
  ["is empty", "est vide"],
  ["is not valid JSON (truncated or edited?)", "n'est pas du JSON valide (tronqué ou modifié ?)"],
  ["is nested deeper than * levels", "est imbriqué sur plus de * niveaux"],
  ["has the field * twice", "contient deux fois le champ *"],
  ["has a field twice, in two spellings", "contient deux fois un champ, sous deux orthographes"],
  ["has a field that may not be there: *", "contient un champ interdit : *"],
  ["has an unknown field *", "contient un champ inconnu : *"],
  ["is not valid", "n'est pas valide"],
  ["is not a file", "n'est pas un fichier"],
  [
    "is no JSON (*); leave it out, or write it as text or a number",
    "n'est pas du JSON (*) ; omettez-le, ou écrivez-le en texte ou en nombre",
  ],
  [
    "names nothing that is known here; is it a file of this project?",
    "ne désigne rien de connu ici ; est-ce un fichier de ce projet ?",
  ],
  ["must be *: another version?", "doit être * : autre version ?"],
  ["* is not empty; name another one", "* n'est pas vide ; nommez-en un autre"],
  ["* has no *", "* ne contient pas de *"],
  [
    "cannot be used (*); check the folder, your rights and the space left",
    "ne peut être utilisé (*) ; vérifiez le dossier, vos droits et l'espace libre",
  ],
  [
    "* is no folder; make it first, or name another",
    "* n'est pas un dossier ; créez-le d'abord, ou nommez-en un autre",
  ],
  [
    "must be a folder where there are several certificates; make it first",
    "doit être un dossier quand il y a plusieurs certificats ; créez-le d'abord",
  ],
  [
    "is named twice; standard input holds one document",
    "est nommée deux fois ; l'entrée standard contient un seul document",
  ],
  [
    "is a key, a ticket or an id, not a path; put a ticket in a file, and name that",
    "est une clé, un ticket ou un identifiant, non un chemin ; mettez un ticket dans un fichier, et nommez celui-ci",
  ],
  [
    "is there already, and may be the only copy of an identity; choose another name",
    "existe déjà, et peut être la seule copie d'une identité ; choisissez un autre nom",
  ],
  [
    "must be a JSON object, with what is to differ from the default policy",
    "doit être un objet JSON, avec ce qui diffère de la politique par défaut",
  ],
  // Values
  ["must be 14 digits", "doit compter 14 chiffres"],
  ["must be 8 to 10 digits", "doit compter 8 à 10 chiffres"],
  ["must be a whole number", "doit être un nombre entier"],
  ["must be a whole number of euro cents", "doit être un nombre entier de centimes d'euro"],
  ["must be a whole number of millimetres", "doit être un nombre entier de millimètres"],
  ["must be a whole number of seconds", "doit être un nombre entier de secondes"],
  ["must be the refractive index in thousandths", "doit être l'indice de réfraction en millièmes"],
  ["must be 0x and * lower-case hexadecimal digits", "doit être 0x et * chiffres hexadécimaux minuscules"],
  [
    "must be 0x, or 0x and 130 lower-case hexadecimal digits",
    "doit être 0x, ou 0x et 130 chiffres hexadécimaux minuscules",
  ],
  ["must be 0x and hexadecimal digits", "doit être 0x et des chiffres hexadécimaux"],
  ["must be lower-case hexadecimal after 0x", "doit être en hexadécimal minuscule après 0x"],
  ["must be * bytes (* hexadecimal digits after 0x)", "doit faire * octets (* chiffres hexadécimaux après 0x)"],
  ["must be an address: 0x and 40 hexadecimal digits", "doit être une adresse : 0x et 40 chiffres hexadécimaux"],
  [
    "has a wrong checksum (EIP-55): a character was changed",
    "a une somme de contrôle fausse (EIP-55) : un caractère a changé",
  ],
  ["is not an address, or its checksum is wrong", "n'est pas une adresse, ou sa somme de contrôle est fausse"],
  [
    "must be dioptres with at most two decimals, such as -1.25",
    "doit être en dioptries, deux décimales au plus, comme -1.25",
  ],
  ["must be zero for a unifocal lens and positive for any other", "doit être nul pour un unifocal et positif sinon"],
  ["is out of range once the cylinder is written positive", "sort des limites une fois le cylindre écrit positif"],
  ["is not the sum of the lines", "n'est pas la somme des lignes"],
  [
    "may have one line for each lens and one for the frame",
    "ne peut avoir qu'une ligne par verre et une pour la monture",
  ],
  ["do not add up to totalCents, or repeat an item", "ne font pas la somme totalCents, ou répètent un article"],
  ["is not the rank of this aspect", "n'est pas le rang de cet aspect"],
  ["must be below the order of the BN254 scalar field", "doit être inférieur à l'ordre du corps scalaire de BN254"],
  ["must be one of *", "doit être l'un de : *"],
  ["must have at least one leaf", "doit avoir au moins une feuille"],
  ["there is no leaf *", "il n'y a pas de feuille *"],
  ["has no place at the stage *", "n'a pas sa place à l'étape *"],
  // Tickets
  ["is too long for a ticket", "est trop long pour un ticket"],
  [
    "must begin with *: is it another kind of ticket, or of another version?",
    "doit commencer par * : autre sorte de ticket, ou autre version ?",
  ],
  ["holds a character that no ticket has", "contient un caractère qu'aucun ticket n'a"],
  ["has a wrong length or ending", "a une longueur ou une fin fausse"],
  ["has a wrong length", "a une longueur fausse"],
  ["is cut short", "est tronqué"],
  [
    "does not check: a character was changed, lost or added on the way; copy it again",
    "ne se vérifie pas : un caractère a été changé, perdu ou ajouté en route ; recopiez-le",
  ],
  ["must name at least one eye", "doit nommer au moins un œil"],
  ["orders no eye", "ne commande aucun œil"],
  ["is for no rank", "n'est pour aucun rang"],
  ["is an eye that the ticket does not order", "est un œil que le ticket ne commande pas"],
  ["and the delivery cannot both be standard input", "et la livraison ne peuvent être tous deux l'entrée standard"],
  // Dossiers and certificates
  ["has no lens", "n'a aucun verre"],
  ["is needed to state an order", "est nécessaire pour déclarer une commande"],
  ["is needed to state an invoice", "est nécessaire pour déclarer une facture"],
  ["is needed: nothing was stated of this dossier yet", "est nécessaire : rien n'a encore été déclaré de ce dossier"],
  ["is another dossier", "est un autre dossier"],
  ["is of another dossier", "est d'un autre dossier"],
  ["is that of another dossier", "est celui d'un autre dossier"],
  ["hold none of this dossier", "n'en contiennent aucun de ce dossier"],
  ["has no invoice that counts; verify it first", "n'a pas de facture valable ; vérifiez-le d'abord"],
  [
    "is another chain or deployment; watch it where it was anchored",
    "est une autre chaîne ou un autre déploiement ; surveillez-le là où il est ancré",
  ],
  ["must name * file(s), one for each certificate", "doit nommer * fichier(s), un par certificat"],
  ["is the cursor of chain *; name another file", "est le curseur de la chaîne * ; nommez un autre fichier"],
  // Documents that are imported
  ["is empty; fill it in", "est vide ; remplissez-la"],
  [
    "was turned into a rounded number by a spreadsheet; format the column as text",
    "a été arrondi par un tableur ; mettez la colonne au format texte",
  ],
  [
    "must be euros with at most two decimals, such as 1234,50",
    "doit être en euros, deux décimales au plus, comme 1234,50",
  ],
  [
    "must be * to * dioptres; was a decimal mark lost?",
    "doit être de * à * dioptries ; une virgule s'est-elle perdue ?",
  ],
  ["must be whole degrees, 0 to *", "doit être un nombre entier de degrés, de 0 à *"],
  ["must be whole millimetres, 40 to 90", "doit être un nombre entier de millimètres, de 40 à 90"],
  ["must be a refractive index, such as 1,600", "doit être un indice de réfraction, comme 1,600"],
  ["must be A or B", "doit être A ou B"],
  [
    "must be unifocal, multifocal or progressif (progressive)",
    "doit être unifocal, multifocal ou progressif (progressive)",
  ],
  ["must be devis, commande, livraison or facture", "doit être devis, commande, livraison ou facture"],
  [
    "is of an eye that the ticket does not order; empty the cells of that eye",
    "est d'un œil que le ticket ne commande pas ; videz les cellules de cet œil",
  ],
  [
    "is empty, and so is the other eye; fill in what was made",
    "est vide, et l'autre œil aussi ; remplissez ce qui a été fabriqué",
  ],
  [
    "is another store's than the identity; import it with that store's identity",
    "est d'un autre magasin que l'identité ; importez-la avec l'identité de ce magasin",
  ],
  ["has more than 16 treatments", "compte plus de 16 traitements"],
  [
    "is given beside sphere, cylinder and axis; keep one of the two",
    "est donnée à côté de sphère, cylindre et axe ; gardez l'un des deux",
  ],
  ["must be written like -2,00 (-1,00) 20° Add 2,00", "doit s'écrire comme -2,00 (-1,00) 20° Add 2,00"],
  [
    "is empty, and so is every price; fill in what is billed",
    "est vide, et tous les prix aussi ; remplissez ce qui est facturé",
  ],
  [
    "is not the sum of the prices; correct a price or the total",
    "n'est pas la somme des prix ; corrigez un prix ou le total",
  ],
  ["has no quote that was stated; import its quote first", "n'a aucun devis déclaré ; importez d'abord son devis"],
  [
    "is of a file that was quoted without lenses; remove the row",
    "est d'un dossier dont le devis est sans verre ; supprimez la ligne",
  ],
  [
    "is empty, and was never stated of that lens; fill it in",
    "est vide, et n'a jamais été déclaré de ce verre ; remplissez-la",
  ],
  [
    "is of a lens that was never quoted; correct the quote first, or empty the cells of that eye",
    "est d'un verre sans devis ; corrigez d'abord le devis, ou videz les cellules de cet œil",
  ],
  [
    "is needed: the columns do not tell; say quote, order, shipment or invoice",
    "est nécessaire : les colonnes ne le disent pas ; dites quote (devis), order (commande), shipment (livraison) ou invoice (facture)",
  ],
  ["has more than * documents; split it", "compte plus de * documents ; partagez-le"],
  ["must be an object of texts and numbers", "doit être un objet de textes et de nombres"],
  ["is there twice, under two names; remove one", "est là deux fois, sous deux noms ; supprimez-en un"],
  [
    "has more cells than there are titles; is a delimiter within a cell that has no quotation marks?",
    "a plus de cellules que de titres ; un séparateur est-il dans une cellule sans guillemets ?",
  ],
  [
    "has fewer cells than there are titles; is the row cut short?",
    "a moins de cellules que de titres ; la ligne est-elle tronquée ?",
  ],
  ["holds a control character; type it again", "contient un caractère de contrôle ; ressaisissez-la"],
  [
    "is a workbook or an archive; save it as CSV first",
    "est un classeur ou une archive ; enregistrez-le d'abord en CSV",
  ],
  [
    "has a first line that is too long for titles; is it a CSV file?",
    "a une première ligne trop longue pour des titres ; est-ce un fichier CSV ?",
  ],
  ["has more than * columns", "compte plus de * colonnes"],
  [
    "has no title for the file reference or the ticket; titles come first, see docs/documents.md",
    "n'a de titre ni pour le n° de dossier ni pour le ticket ; les titres viennent d'abord, voyez docs/documents.md",
  ],
  [
    "has two columns for the same thing, * and *; remove one",
    "a deux colonnes pour la même chose, * et * ; supprimez-en une",
  ],
  [
    "has a quotation mark that is not closed, or stands within a cell; write it twice, or remove it",
    "a un guillemet non fermé, ou au milieu d'une cellule ; doublez-le, ou supprimez-le",
  ],
  // Options
  ["is needed", "est nécessaire"],
  ["must be frame, lenses or frame,lenses", "doit être frame, lenses ou frame,lenses"],
  ["must be right, left or right,left", "doit être right, left ou right,left"],
  ["must be latest, safe, finalized or a block number", "doit être latest, safe, finalized ou un numéro de bloc"],
  ["must be a block number", "doit être un numéro de bloc"],
  ["must be 1 to 99999 seconds", "doit être de 1 à 99999 secondes"],
  ["must be * to 999 days", "doit être de * à 999 jours"],
  ["must be unix seconds", "doit être en secondes unix"],
  [
    "is more than a day ahead; no anchor before that time would count",
    "a plus d'un jour d'avance ; aucun ancrage avant cette heure ne compterait",
  ],
  [
    "must be unix seconds or a date such as 2026-01-31T12:00:00Z",
    "doit être en secondes unix, ou une date comme 2026-01-31T12:00:00Z",
  ],
  ["must be the http(s) address of a JSON-RPC node", "doit être l'adresse http(s) d'un nœud JSON-RPC"],
  [
    "is needed: nothing is known of chain *; give the deployment file that the council publishes",
    "est nécessaire : rien n'est connu de la chaîne * ; donnez le fichier de déploiement que publie le conseil",
  ],
  [
    "is needed: the file that `clairevoie party new` made",
    "est nécessaire : le fichier qu'a créé `clairevoie party new`",
  ],
  [
    "is needed for another key than the controller's; run `keys consent` with that key",
    "est nécessaire pour une autre clé que celle du contrôleur ; lancez `keys consent` avec cette clé",
  ],
  ["is that of *; this command is for *", "est celle d'un autre rôle (*) ; cette commande est pour : *"],
  ["is that of an insurer, which states nothing", "est celle d'un organisme, qui ne déclare rien"],
  [
    "is the plan of another account or chain; use that account, or remove the file",
    "est le plan d'un autre compte ou d'une autre chaîne ; utilisez ce compte, ou supprimez le fichier",
  ],
  [
    "holds a deployment that was begun; finish it without options, or remove the file",
    "contient un déploiement commencé ; finissez-le sans options, ou supprimez le fichier",
  ],
  // Keys, passphrases, vault
  ["has no key; name a keystore file, or set *", "n'a pas de clé ; nommez un fichier de clé, ou définissez *"],
  ["is missing; check its name, or create a keystore", "manque ; vérifiez son nom, ou créez une clé"],
  [
    "is there already, and may be the only copy of a key; choose another name",
    "existe déjà, et peut être la seule copie d'une clé ; choisissez un autre nom",
  ],
  ["is no private key (32 bytes in hexadecimal)", "n'est pas une clé privée (32 octets en hexadécimal)"],
  [
    "takes no private key: this one is in the history of the shell now, so replace it; use a keystore or *",
    "n'accepte pas de clé privée : celle-ci est désormais dans l'historique du shell, remplacez-la ; utilisez un fichier de clé ou *",
  ],
  [
    "does not open *; type it again, or restore that file if it was edited",
    "n'ouvre pas * ; retapez-la, ou restaurez ce fichier s'il a été modifié",
  ],
  [
    "does not open *; type it again, or restore that file from a backup if it was edited",
    "n'ouvre pas * ; retapez-la, ou restaurez ce fichier d'une sauvegarde s'il a été modifié",
  ],
  [
    "must have at least * characters; four or five words do",
    "doit compter au moins * caractères ; quatre ou cinq mots suffisent",
  ],
  ["holds a control character, which nobody can type", "contient un caractère de contrôle, que nul ne peut taper"],
  [
    "cannot be asked for without a terminal; set CLAIREVOIE_PASSPHRASE or name a file",
    "ne peut être demandée sans terminal ; définissez CLAIREVOIE_PASSPHRASE ou nommez un fichier",
  ],
  ["is not the same twice; try again", "n'est pas deux fois la même ; recommencez"],
  ["was not typed: interrupted", "n'a pas été tapée : interrompu"],
  ["was not typed: the terminal went away", "n'a pas été tapée : le terminal a disparu"],
  ["must hold one line, the passphrase", "doit contenir une ligne, la phrase secrète"],
  ["is no file; name the file that holds the passphrase", "n'est pas un fichier ; nommez celui de la phrase secrète"],
  [
    "is open to other accounts of this machine; run: chmod *",
    "est ouvert à d'autres comptes de cette machine ; lancez : chmod *",
  ],
  ["must be 3 (Web3 Secret Storage)", "doit être 3 (Web3 Secret Storage)"],
  ["must be 32", "doit être 32"],
  ["must be aes-128-ctr", "doit être aes-128-ctr"],
  ["must be scrypt; make the keystore anew with it", "doit être scrypt ; recréez la clé avec lui"],
  ["must be 16 to 64 bytes in hexadecimal", "doit faire 16 à 64 octets en hexadécimal"],
  [
    "must be an address; without one, nobody knows what the file holds",
    "doit être une adresse ; sans elle, nul ne sait ce que contient le fichier",
  ],
  [
    "asks for more memory or time than any file made with care; get it from a good source",
    "demande plus de mémoire ou de temps qu'un fichier fait avec soin ; obtenez-le d'une source sûre",
  ],
  [
    "is no cost of scrypt (n a power of two, r and p positive): was the file edited?",
    "n'est pas un coût de scrypt (n puissance de deux, r et p positifs) : le fichier a-t-il été modifié ?",
  ],
  ["* does not exist; `clairevoie dossier open` makes it", "* n'existe pas ; `clairevoie dossier open` le crée"],
  ["* is not in the vault", "* n'est pas dans le coffre"],
  [
    "is no folder; check its name, or create a vault there",
    "n'est pas un dossier ; vérifiez son nom, ou créez-y un coffre",
  ],
  [
    "is not empty; open the vault that is there, or name a new folder",
    "n'est pas vide ; ouvrez le coffre qui s'y trouve, ou nommez un nouveau dossier",
  ],
  [
    "is missing: this is no vault; create one, or restore it",
    "manque : ce n'est pas un coffre ; créez-en un, ou restaurez-le",
  ],
  [
    "is missing; restore it from a backup, or erase the dossier",
    "manque ; restaurez-le d'une sauvegarde, ou effacez le dossier",
  ],
  [
    "is missing; restore it from a backup, or open the vault again",
    "manque ; restaurez-le d'une sauvegarde, ou rouvrez le coffre",
  ],
  ["is missing; restore it from a backup", "manque ; restaurez-le d'une sauvegarde"],
  ["has a line break within a line", "contient un saut de ligne dans une ligne"],
  [
    "was changed, swapped or cut short, or is of another version; restore it from a backup",
    "a été changé, échangé ou tronqué, ou est d'une autre version ; restaurez-le d'une sauvegarde",
  ],
  ["is not *; open it with the version that wrote it", "n'est pas * ; ouvrez-le avec la version qui l'a écrit"],
  [
    "is *, but the id is kept as *; erase that first",
    "est *, mais l'identifiant est gardé comme * ; effacez-le d'abord",
  ],
  ["has no ticket", "n'a aucun ticket"],
  ["has one id twice; put one after the other", "contient deux fois un identifiant ; mettez l'un après l'autre"],
  // The chain
  [
    "the node at * does not answer; check --rpc and that it runs",
    "le nœud * ne répond pas ; vérifiez --rpc et qu'il tourne",
  ],
  [
    "the node does not answer; check the RPC address and that it runs",
    "le nœud ne répond pas ; vérifiez son adresse et qu'il tourne",
  ],
  [
    "*: the node does not answer; check the RPC address and that it runs",
    "* : le nœud ne répond pas ; vérifiez son adresse et qu'il tourne",
  ],
  [
    "the node answers what is no answer; is it a JSON-RPC node?",
    "le nœud répond autre chose ; est-ce un nœud JSON-RPC ?",
  ],
  ["is *, the node is on chain *", "est *, le nœud est sur la chaîne *"],
  [
    "the chain is reorganised again and again while it is read; try later",
    "la chaîne est sans cesse réorganisée pendant la lecture ; réessayez plus tard",
  ],
  [
    "the node failed to answer; check --rpc and that it runs, then run it again",
    "le nœud n'a pas répondu ; vérifiez --rpc et qu'il tourne, puis relancez",
  ],
  [
    "a contract does not answer as it should; check the deployment file with `clairevoie doctor`",
    "un contrat ne répond pas comme il devrait ; vérifiez le fichier de déploiement avec `clairevoie doctor`",
  ],
  ["the node refuses (*: *); try another node", "le nœud refuse (* : *) ; essayez-en un autre"],
  [
    "the node gives no proof; use a node that answers eth_getProof",
    "le nœud ne donne pas de preuve ; prenez un nœud qui répond à eth_getProof",
  ],
  [
    "the node gives another header for the trusted block hash; use another node, or a newer version if the chain has forked",
    "le nœud donne un autre en-tête pour le bloc de confiance ; prenez un autre nœud, ou une version plus récente si la chaîne a changé de règles",
  ],
  [
    "* is not proven from the trusted block: the node lies or has pruned that block; use another node",
    "* n'est pas prouvé depuis le bloc de confiance : le nœud ment ou n'a plus ce bloc ; prenez un autre nœud",
  ],
  [
    "* is not at its address in the trusted block, or has other code; check the block hash and the deployment file",
    "* n'est pas à son adresse dans le bloc de confiance, ou a un autre code ; vérifiez l'empreinte du bloc et le fichier de déploiement",
  ],
  [
    "what is asked cannot be proven; ask the contracts of the deployment file",
    "ce qui est demandé ne peut être prouvé ; interrogez les contrats du fichier de déploiement",
  ],
  [
    "fewer than * of * nodes agree on * (*); ask other nodes, or one that you run",
    "moins de * nœuds sur * s'accordent sur * (*) ; interrogez d'autres nœuds, ou le vôtre",
  ],
  ["* of * nodes cannot agree; name as many nodes", "* nœuds sur * ne peuvent s'accorder ; nommez autant de nœuds"],
  ["is what proofs are held to; add --trust proof", "sert aux preuves ; ajoutez --trust proof"],
  [
    "is given more than once; add --trust quorum or --trust proof",
    "est donné plusieurs fois ; ajoutez --trust quorum ou --trust proof",
  ],
  ["says another block than --block-hash; leave it out", "désigne un autre bloc que --block-hash ; omettez-le"],
  [
    "is needed: one node cannot vouch for itself; give a block that you trust, or --rpc for each of several nodes",
    "est nécessaire : un nœud ne peut se porter garant de lui-même ; donnez un bloc de confiance, ou --rpc pour chacun de plusieurs nœuds",
  ],
  ["names one node twice; it would agree with itself", "nomme deux fois un nœud ; il s'accorderait avec lui-même"],
  ["must be 1 to *, the nodes that --rpc names", "doit être de 1 à *, les nœuds que --rpc nomme"],
  [
    "must be a block hash: 0x and 64 hexadecimal digits",
    "doit être une empreinte de bloc : 0x et 64 chiffres hexadécimaux",
  ],
  ["the node has no block *; is it synchronised?", "le nœud n'a pas de bloc * ; est-il synchronisé ?"],
  [
    "the node is on chain *, * is of chain *; use a node of that chain",
    "le nœud est sur la chaîne *, * est de la chaîne * ; utilisez un nœud de cette chaîne",
  ],
  [
    "the node is on chain *, the deployment on chain *; use a node of that chain",
    "le nœud est sur la chaîne *, le déploiement sur la chaîne * ; utilisez un nœud de cette chaîne",
  ],
  [
    "the node is on chain *; a sandbox is made on a development node (anvil, hardhat node; chain *)",
    "le nœud est sur la chaîne * ; un essai se fait sur un nœud de développement (anvil, hardhat node ; chaîne *)",
  ],
  [
    "*: there is no such contract; check the chain and the deployment file",
    "* : ce contrat n'existe pas ; vérifiez la chaîne et le fichier de déploiement",
  ],
  [
    "*: the account cannot pay for the transaction; send it some of the coin",
    "* : le compte ne peut payer la transaction ; envoyez-lui de la monnaie de la chaîne",
  ],
  ["*: the contract refused with *", "* : le contrat a refusé avec *"],
  [
    "*: the transaction * waits to be mined; raise its fee in the wallet or wait, then run it again",
    "* : la transaction * attend d'être incluse ; augmentez ses frais dans le portefeuille ou attendez, puis relancez",
  ],
  [
    "*: the transaction * waits for the one before it (nonce *), which was not sent; send that, then run it again",
    "* : la transaction * attend celle qui la précède (nonce *), qui n'a pas été envoyée ; envoyez-la, puis relancez",
  ],
  [
    "*: the transaction * was dropped, its fee too low perhaps; run it again",
    "* : la transaction * a été abandonnée, ses frais étant peut-être trop bas ; relancez",
  ],
  [
    "*: the transaction * was replaced by *, which does something else; run it again",
    "* : la transaction * a été remplacée par *, qui fait autre chose ; relancez",
  ],
  [
    "*: the transaction * was mined and failed, another was faster perhaps; run it again, which tells why",
    "* : la transaction * a été incluse et a échoué, une autre ayant peut-être été plus rapide ; relancez pour savoir pourquoi",
  ],
  [
    "*: another transaction of the account was sent at the same time; let one program at a time use a key, and run it again",
    "* : une autre transaction du compte a été envoyée en même temps ; qu'un seul programme à la fois utilise une clé, puis relancez",
  ],
  ["*: the fees rose meanwhile (*); run it again", "* : les frais ont monté entre-temps (*) ; relancez"],
  [
    "*: takes more gas than this node grants a call; ask one that grants more (geth: --rpc.gascap)",
    "* : demande plus de gaz que ce nœud n'en accorde à un appel ; interrogez-en un qui en accorde plus (geth : --rpc.gascap)",
  ],
  [
    "*: the node answers what does not help (*); run it again, or ask another node",
    "* : le nœud répond ce qui n'aide pas (*) ; relancez, ou interrogez un autre nœud",
  ],
  [
    "*: not as the deployment file says; remove the file if the chain was started anew, correct it if the council changed this",
    "* : différent du fichier de déploiement ; supprimez-le si la chaîne a été recommencée, corrigez-le si le conseil l'a changé",
  ],
  [
    "a transaction with nonce * of * waits to be mined; run it again",
    "une transaction de nonce * de * attend d'être incluse ; relancez la commande",
  ],
  [
    "the account * sent something else with nonce * while it deployed; remove the plan and deploy anew",
    "le compte * a envoyé autre chose avec le nonce * pendant le déploiement ; supprimez le plan et déployez à nouveau",
  ],
  ["the deployer is connected to no node", "le déployeur n'est relié à aucun nœud"],
  ["the signer is connected to no node; connect it to a provider", "le signataire n'est relié à aucun nœud"],
  ["no node is given; pass rpc or a provider", "aucun nœud n'est donné"],
  ["settling needs a key; connect the insurer with a signer", "régler demande une clé"],
  [
    "the key * is no valid key of this *; its controller adds it with addKey",
    "la clé * n'est pas une clé valable de ce participant (*) ; son contrôleur l'ajoute",
  ],
  ["this * is suspended; the council reinstates it", "ce participant (*) est suspendu ; le conseil le rétablit"],
  [
    "the verifier reports finding *, unknown to this version",
    "le vérificateur signale le constat *, inconnu de cette version",
  ],
  ["*: *", "* : *"],
];

const escaped = (text: string) => text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
const PATTERNS = FRENCH.map(
  ([english, french]) => [new RegExp(`^${escaped(english).replaceAll("*", "(.*?)")}$`, "s"), french] as const,
);

/** A message in French, as far as it is known. */
export function inFrench(english: string): string {
  for (const [pattern, french] of PATTERNS) {
    const found = pattern.exec(english);
    if (!found) continue;
    let next = 1;
    return french.replaceAll("*", () => found[next++] ?? "");
  }
  return english;
}
