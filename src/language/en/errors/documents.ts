/** What is wrong with documents that are imported, and with audits. */
export const documents = {
  // Documents that are imported
  "cell-empty": "is empty; fill it in",
  "prices-empty": "is empty, and so is every price; fill in what is billed",
  "eyes-empty": "is empty, and so is the other eye; fill in what was made",
  "cell-never-stated": "is empty, and was never stated of that lens; fill it in",
  "cell-rounded": "was turned into a rounded number by a spreadsheet; format the column as text",
  "cell-with-control": "holds a control character; type it again",
  "cell-exponent":
    "looks like the exponent that a spreadsheet makes of a number (1E5); compare it with the document, and format the column as text",
  "cell-date":
    "looks like the date that a spreadsheet makes of a reference or a number; compare it with the document, and format the column as text",
  "cell-boolean":
    "looks like what a spreadsheet makes of a word (VRAI, TRUE); compare it with the document, and format the column as text",
  "cell-decimal": "was turned into a decimal number (…,0) by a program; write it as text",
  "cell-of-error": "holds the error of a spreadsheet (#N/A, #REF!); correct its formula",
  "cell-stand-in": "holds a stand-in for nothing (-, n/a, null); leave the cell empty",
  "siret-zero-lost": "has 13 digits: a spreadsheet dropped its first zero; format the column as text",
  "dioptres-eighth":
    "has three decimals; write an eighth of a dioptre with two, as the order has it, such as 2,12 or 2,13",
  "dioptres-mark-lost":
    "must be written with its decimals, such as 25,00: without them it may be 0,25 that lost its mark",
  "axis-without-cylinder":
    "is given without a cylinder; fill that in (0 or SPH where there is none), or empty this cell",
  "base-without-prism": "is given without a prism; fill that in, or empty this cell",
  "not-prism-base": "must be whole degrees, 0 to 360, or nasale, temporale, haut or bas (in, out, up or down)",
  "payers-too-many": "is of a third insurer; an invoice states two at most",
  "eye-without-lens": "is given, and no lens of that eye is; fill in the lens, or empty this cell",
  "contradicts-line": ({ line }: { line: number }) =>
    `says something else than line ${line} of the same file; keep the right one`,
  "reference-like-line": ({ line }: { line: number }) =>
    `differs from that of line ${line} by zeros or punctuation alone; is it the same file, damaged by a spreadsheet?`,
  "reference-like-kept":
    "differs from one that is kept by zeros or punctuation alone; is it the same file, damaged by a spreadsheet?",
  "columns-unread": ({ columns }: { columns: string }) =>
    `has columns that are not read, and are like some that are: ${columns}; say what each is with --column "TITLE=NAME", or with --column "TITLE=" that it is none`,
  "column-unknown": ({ given }: { given: string }) => `${given} is no name of a column; see docs/documents.md`,
  "column-not-there": ({ given }: { given: string }) => `${given} is no title of the file`,
  "column-choice": 'must be written as "TITLE=NAME", or as "TITLE=" for what is to be passed over',
  "delimiter-unknown": "names a delimiter (sep=) that is not read; use a semicolon, a comma, a bar or a tab",
  "not-euros": "must be euros with at most two decimals, such as 1234,50",
  "dioptres-out-of-range": ({ least, most }: { least: number; most: number }) =>
    `must be ${least} to ${most} dioptres; was a decimal mark lost?`,
  "not-degrees": ({ most }: { most: number }) => `must be whole degrees, 0 to ${most}`,
  "not-diameter": "must be whole millimetres, 40 to 90",
  "not-refractive-index": "must be a refractive index, such as 1,600",
  "not-class": "must be A or B",
  "not-lens-type": "must be unifocal, multifocal or progressif (progressive)",
  "not-document-kind": "must be devis, commande, livraison or facture",
  "not-correction": "must be written like -2,00 (-1,00) 20° Add 2,00",
  "correction-twice": "is given beside sphere, cylinder and axis; keep one of the two",
  "not-sum-of-prices": "is not the sum of the prices; correct a price or the total",
  "eye-not-of-ticket": "is of an eye that the ticket does not order; empty the cells of that eye",
  "lens-never-quoted": "is of a lens that was never quoted; correct the quote first, or empty the cells of that eye",
  "without-quote": "has no quote that was stated; import its quote first",
  "quoted-without-lenses": "is of a file that was quoted without lenses; remove the row",
  "of-another-store": "is another store's than the identity; import it with that store's identity",
  "kind-needed": "is needed: the columns do not tell; say quote, order, shipment or invoice",
  "not-texts-and-numbers": "must be an object of texts and numbers",
  "column-twice": "is there twice, under two names; remove one",
  "columns-alike": ({ first, second }: { first: string; second: string }) =>
    `has two columns for the same thing, ${first} and ${second}; remove one`,
  "more-cells-than-titles":
    "has more cells than there are titles; is a delimiter within a cell that has no quotation marks?",
  "fewer-cells-than-titles": "has fewer cells than there are titles; is the row cut short?",
  "without-titles": "has no title for the file reference or the ticket; titles come first, see docs/documents.md",
  "titles-too-long": "has a first line that is too long for titles; is it a CSV file?",
  "quotation-mark": "has a quotation mark that is not closed, or stands within a cell; write it twice, or remove it",
  "workbook-or-archive": "is a workbook or an archive; save it as CSV first",

  // Audits
  "audit-there": "holds an audit already; name another file, remove it, or go on with it by --resume",
  "gzip-damaged": "is gzip that is cut short or damaged; copy it again",
  "packed-otherwise": ({ packing, opener }: { packing: string; opener: string }) =>
    `is ${packing}; open it on the way: ${opener} FILE | clairevoie audit -`,
  "audit-output-longer": "the output has more lines than the input; name the files of the same audit",
  "audit-output-of-others": "the output is of other files; name the files of the same audit, in their order",
  "not-audit-output": ({ line }: { line: number }) => `line ${line} is no verdict of an audit; name another file`,
};
